// The same work with Node's promises: `node node_peer.mjs 'W1 switch'` prints CPU nanoseconds per
// operation, 'W3 timer' bytes per task. A yield awaits a resolved promise. JavaScript has no queue
// and no lock; these are made of promises. Its clock is the real one: timers sleep for 1 to 10 ms
// and only CPU time counts.

import fs from 'node:fs';

const resident = () =>
    Number(fs.readFileSync('/proc/self/statm', 'ascii').split(' ')[1]) * 4096;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const times = (n, make) => Promise.all(Array.from({length: n}, (_, i) => make(i)));
const child = async (value) => value;

function durations(seed) {
    let state = (Math.imul(seed, 2654435761) + 12345) >>> 0;
    return () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return (state >>> 16) % 1000 + 1;
    };
}

/// First in, first out, without moving the rest.
class Line {
    items = [];
    head = 0;
    get length() { return this.items.length - this.head; }
    push(item) { this.items.push(item); }
    take() {
        const item = this.items[this.head++];
        if (this.head > 1024 && 2 * this.head > this.items.length) {
            this.items = this.items.slice(this.head);
            this.head = 0;
        }
        return item;
    }
}

class Queue {
    items = new Line();
    getters = new Line();
    putters = new Line();
    async put(item) {
        while (this.items.length === 16) {
            await new Promise((resolve) => this.putters.push(resolve));
        }
        this.items.push(item);
        if (this.getters.length > 0) { this.getters.take()(); }
    }
    async get() {
        while (this.items.length === 0) {
            await new Promise((resolve) => this.getters.push(resolve));
        }
        const item = this.items.take();
        if (this.putters.length > 0) { this.putters.take()(); }
        return item;
    }
}

class Lock {
    locked = false;
    waiters = new Line();
    async acquire() {
        if (this.locked) {
            await new Promise((resolve) => this.waiters.push(resolve));
        }
        this.locked = true;
    }
    release() {
        if (this.waiters.length > 0) {
            this.waiters.take()();
        } else {
            this.locked = false;
        }
    }
}

async function park(n, wait) {
    const before = resident();
    const keep = [];
    for (let i = 0; i < n; ++i) { keep.push((async () => { await wait(); })()); }
    await undefined;
    console.log((resident() - before) / keep.length);
    process.exit(0);
}

const never = new Promise(() => {});
const work = {
    'W1 switch': [2e6, (n) => times(1000, async () => {
        for (let i = 0; i < n / 1000; ++i) { await undefined; }
    })],
    'W2 seq': [5e5, async (n) => {
        for (let i = 0; i < n; ++i) { await (async () => { await undefined; return i; })(); }
    }],
    'W2 gather': [5e5, async (n) => {
        for (let i = 0; i < n / 1000; ++i) {
            await times(1000, async (value) => { await undefined; return value; });
        }
    }],
    'W2 call': [1e6, async (n) => { for (let i = 0; i < n; ++i) { await child(i); } }],
    'W3 timer': [2e5, (n) => park(n, () => sleep(3600000))],
    'W3 future': [2e5, (n) => park(n, () => never)],
    'W4 queue': [1e6, async (n) => {
        const queue = new Queue();
        await Promise.all([
            (async () => { for (let i = 0; i < n; ++i) { await queue.put(i); } })(),
            (async () => { for (let i = 0; i < n; ++i) { await queue.get(); } })(),
        ]);
    }],
    'W5 1k': [1e5, (n) => times(1000, async (seed) => {
        const next = durations(seed);
        for (let i = 0; i < n / 1000; ++i) { await sleep(next() % 10 + 1); }
    })],
    'W5 1M': [1e6, (n) => times(n, (seed) => sleep(durations(seed)() % 10 + 1))],
    'W6 lock': [5e5, async (n) => {
        const lock = new Lock();
        await times(1000, async () => {
            for (let i = 0; i < n / 1000; ++i) {
                await lock.acquire();
                await undefined;
                lock.release();
            }
        });
    }],
};

const [operations, run] = work[process.argv[2]];
const before = process.cpuUsage();
await run(operations);
const used = process.cpuUsage(before);
console.log((used.user + used.system) * 1000 / operations);
