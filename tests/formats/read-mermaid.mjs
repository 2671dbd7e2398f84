// read-mermaid.mjs MODULES [--keep PICTURE.png] DIAGRAM...: has Mermaid draw each diagram in a browser and counts what it drew.
import fs from 'node:fs';
import path from 'node:path';
import { inBrowser, report } from './browser.mjs';

const [modules, ...rest] = process.argv.slice(2);
const picture = rest[0] === '--keep' ? rest.splice(0, 2)[1] : undefined;
const problems = [];

await inBrowser(modules, path.join(modules, 'node_modules/mermaid/dist'), async (page, address) => {
  await page.goto(`${address}/mermaid.min.js`);
  await page.setContent('<body></body>');
  await page.addScriptTag({ url: `${address}/mermaid.min.js` });
  for (const file of rest) {
    const text = fs.readFileSync(file, 'utf8');
    const drawn = await page.evaluate(async (diagram) => {
      try {
        window.mermaid.initialize({ startOnLoad: false });
        const { svg } = await window.mermaid.render('diagram', diagram);
        document.body.innerHTML = svg;
        const count = (selector) => document.querySelectorAll(selector).length;
        return { actors: count('text.actor-box') / 2, messages: count('.messageText'), notes: count('rect.note') };
      } catch (error) {
        return { error: String(error.message ?? error) };
      }
    }, text);
    if (drawn.error) {
      problems.push(`${path.basename(file)}: ${drawn.error}`);
      continue;
    }
    const lines = text.split('\n').map((line) => line.trim());
    const wanted = {
      actors: lines.filter((line) => line.startsWith('participant ')).length,
      messages: lines.filter((line) => /^T\d+-.*: /.test(line)).length,
      notes: lines.filter((line) => line.startsWith('Note ')).length,
    };
    for (const what of Object.keys(wanted)) {
      if (drawn[what] !== wanted[what]) problems.push(`${path.basename(file)}: ${what}: Mermaid drew ${drawn[what]} of ${wanted[what]}`);
    }
    if (picture) await page.locator('svg').first().screenshot({ path: picture });
  }
});
report(problems, `mermaid: ${rest.length} diagrams drawn`);
