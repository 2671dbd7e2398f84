// read-speedscope.mjs MODULES (EXPORT EXPECTED)...: opens Chrome exports in speedscope and compares what it saves of them with
// what expect.py says: the names of its profiles, the slices of each, their lengths, and that it had nothing to complain about.
import fs from 'node:fs';
import path from 'node:path';
import { inBrowser, report } from './browser.mjs';

const [modules, ...files] = process.argv.slice(2);
const problems = [];
let slices = 0;

function compare(saved, exported, ours, name) {
  const same = (what, read, wanted) => {
    if (JSON.stringify(read) !== JSON.stringify(wanted)) problems.push(`${name}: ${what}: speedscope sees ${read}, expected ${wanted}`);
  };
  const written = exported.traceEvents.filter((event) => event.ph === 'X');
  const threads = new Map();
  for (const event of written) threads.set(event.tid, (threads.get(event.tid) ?? []).concat(event));
  same('profiles', saved.profiles.length, threads.size);
  for (const [tid, events] of threads) {
    const profile = saved.profiles.find((one) => one.name.endsWith(`(tid ${tid})`));
    if (!profile) {
      problems.push(`${name}: no profile of thread ${tid}`);
      continue;
    }
    const title = tid > 1000 ? ours.tasks[tid - 1001].name : tid === 1 ? 'event loop' : '';
    if (!profile.name.endsWith(`${title} (tid ${tid})`)) problems.push(`${name}: thread ${tid} is called ${profile.name}, not ${title}`);
    const opened = profile.events.filter((event) => event.type === 'O');
    const closed = profile.events.filter((event) => event.type === 'C');
    slices += opened.length;
    same(`slices of ${profile.name}`, opened.length, events.length);
    same(`ends of ${profile.name}`, closed.length, events.length);
    events.forEach((event, i) => {
      const length = closed[i].at - opened[i].at;
      if (Math.abs(length - event.dur) > 0.0005) problems.push(`${name}: ${profile.name}: slice ${i} has the length ${length}, not ${event.dur}`);
    });
  }
}

await inBrowser(modules, path.join(modules, 'node_modules/speedscope/dist/release'), async (page, address) => {
  let complaints = [];
  page.on('console', (message) => {
    if (/Tried to end|still open/.test(message.text())) complaints.push(message.text());
  });
  for (let i = 0; i < files.length; i += 2) {
    complaints = [];
    const exported = JSON.parse(fs.readFileSync(files[i], 'utf8'));
    const ours = JSON.parse(fs.readFileSync(files[i + 1], 'utf8'));
    await page.goto(address);
    await page.locator('input[type=file]').first().setInputFiles(files[i]);
    await page.getByText(/\(1\/\d+\)/).first().waitFor({ timeout: 60000 });
    const download = page.waitForEvent('download');
    await page.getByText('Export').first().click();
    const saved = JSON.parse(fs.readFileSync(await (await download).path(), 'utf8'));
    compare(saved, exported, ours, path.basename(files[i]));
    problems.push(...complaints.map((text) => `${path.basename(files[i])}: ${text}`));
  }
});
report(problems, `speedscope: ${files.length / 2} exports, ${slices} slices as they were written`);
