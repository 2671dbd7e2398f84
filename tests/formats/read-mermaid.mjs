// read-mermaid.mjs MODULES [--keep PICTURE.png] DIAGRAM...: has Mermaid draw each diagram in a browser, counts what it drew and
// looks for the texts.
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
        return { actors: count('rect.actor-top'), messages: count('.messageText'), notes: count('rect.note'), words: document.body.textContent.replace(/\s/g, '') };
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
    for (const line of lines.slice(1).filter((one) => !one.startsWith('%%'))) {
      const words = line.startsWith('participant ') ? line.split(' as ').slice(1).join(' as ') : line.split(': ').slice(1).join(': ');
      const shown = words.replace(/<br\/>/g, '').replace(/#(\d+);/g, (_, code) => String.fromCharCode(code)).replace(/\s/g, '');
      if (!drawn.words.includes(shown)) problems.push(`${path.basename(file)}: Mermaid does not show ${words}`);
    }
    if (picture) await page.locator('svg').first().screenshot({ path: picture });
  }
});
report(problems, `mermaid: ${rest.length} diagrams drawn`);
