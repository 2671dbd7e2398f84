// read-chrome.mjs MODULES EXPORT EXPECTED: reads a Chrome export with @tracerbench/trace-model, a reader that is not ours, and
// compares the tasks, steps, states, durations, arrows and counters that it sees with what expect.py says.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const [modules, exported, expected] = process.argv.slice(2);
const { buildModel } = createRequire(path.join(path.resolve(modules), 'x.js'))('@tracerbench/trace-model');
const model = buildModel(JSON.parse(fs.readFileSync(exported, 'utf8')).traceEvents);
const ours = JSON.parse(fs.readFileSync(expected, 'utf8'));

const problems = [];
const same = (what, read, wanted) => {
  if (JSON.stringify(read) !== JSON.stringify(wanted)) problems.push(`${what}: the reader sees ${read}, coroscope says ${wanted}`);
};

same('processes', model.processes.length, 1);
const threads = model.processes[0].threads;
const slices = (thread, category) => thread.events.filter((e) => e.ph === 'X' && e.cat.includes(category));
const virtual = (events) => events.reduce((sum, e) => sum + e.args.virtual_end_ns - e.args.virtual_begin_ns, 0);

// One loop for each thread of the run.
const loops = threads.filter((thread) => thread.name?.startsWith('event loop'));
same('steps', loops.reduce((sum, loop) => sum + slices(loop, 'step').length, 0), ours.steps);

const tasks = threads.filter((thread) => thread.id > 1000).sort((a, b) => a.id - b.id);
same('tasks', tasks.map((thread) => thread.name), ours.tasks.map((task) => task.name));
tasks.forEach((thread, i) => {
  const task = ours.tasks[i];
  const states = slices(thread, 'state');
  const total = (...names) => virtual(states.filter((e) => names.includes(e.name)));
  same(`${task.name} running`, total('running'), task.running);
  same(`${task.name} ready`, total('ready', 'created'), task.ready);
  same(`${task.name} waiting`, total('waiting'), task.waiting);
  same(`${task.name} sleeping`, total('sleeping'), task.sleeping);
  for (let k = 1; k < states.length; k++) {
    if (states[k].start < states[k - 1].end) problems.push(`${task.name}: ${states[k].name} begins before ${states[k - 1].name} ends`);
  }
  for (const e of states) {
    if (!(e.end > e.start)) problems.push(`${task.name}: ${e.name} has no length`);
  }
});

// Each arrow begins and ends in a step of its task.
const ends = new Map();
for (const thread of tasks) {
  for (const e of thread.events.filter((event) => event.ph === 's' || event.ph === 'f')) {
    const step = slices(thread, 'state').find((s) => s.name === 'running' && s.start <= e.start && e.start < s.end);
    if (!step) problems.push(`${thread.name}: an arrow that is not in a step, at ${e.start}`);
    ends.set(e.traceEvent.id, (ends.get(e.traceEvent.id) ?? '') + e.ph);
  }
}
same('arrows', ends.size, ours.arrows);
for (const [id, phases] of ends) same(`arrow ${id}`, [...phases].sort().join(''), 'fs');

const read = {};
for (const e of loops[0].events.filter((event) => event.ph === 'C')) (read[e.name] ??= []).push(Object.values(e.args)[0]);
for (const [name, values] of Object.entries(ours.counters)) {
  // The first 0 may be left out where the counter changes at once.
  same(name, read[name], read[name]?.[0] === values[0] ? values : values.slice(1));
}

if (problems.length > 0) {
  console.error(problems.slice(0, 20).join('\n'));
  process.exit(1);
}
