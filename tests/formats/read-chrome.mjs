// read-chrome.mjs MODULES EXPORT RUN: reads a Chrome export with @tracerbench/trace-model, a reader that is not ours, and compares
// the tasks, steps, states and durations that it sees with those of `coroscope run --json`.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const [modules, exported, run] = process.argv.slice(2);
const { buildModel } = createRequire(path.join(path.resolve(modules), 'x.js'))('@tracerbench/trace-model');
const model = buildModel(JSON.parse(fs.readFileSync(exported, 'utf8')).traceEvents);
const ours = JSON.parse(fs.readFileSync(run, 'utf8'));

const problems = [];
const same = (what, read, expected) => {
  if (read !== expected) problems.push(`${what}: the reader sees ${read}, coroscope says ${expected}`);
};

same('processes', model.processes.length, 1);
const threads = model.processes[0].threads;
const slices = (thread, category) => thread.events.filter((e) => e.ph === 'X' && e.cat.includes(category));
const virtual = (events) => events.reduce((sum, e) => sum + e.args.virtual_end_ns - e.args.virtual_begin_ns, 0);

const loop = threads.find((thread) => thread.id === 1);
same('steps', slices(loop, 'step').length, ours.steps);

const tasks = threads.filter((thread) => thread.id > 1000).sort((a, b) => a.id - b.id);
same('tasks', tasks.map((thread) => thread.name).join(), ours.tasks.map((task) => task.name).join());
tasks.forEach((thread, i) => {
  const task = ours.tasks[i];
  const states = slices(thread, 'state');
  const total = (...names) => virtual(states.filter((e) => names.includes(e.name)));
  same(`${task.name} running`, total('running'), task.running_ns);
  same(`${task.name} ready`, total('ready', 'created'), task.ready_ns);
  same(`${task.name} waiting`, total('waiting', 'sleeping'), task.waiting_ns);
  for (let k = 1; k < states.length; k++) {
    if (states[k].start < states[k - 1].end - 1e-6) problems.push(`${task.name}: ${states[k].name} begins before ${states[k - 1].name} ends`);
  }
  for (const e of states) {
    if (!(e.end > e.start)) problems.push(`${task.name}: ${e.name} has no length`);
  }
});

if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
