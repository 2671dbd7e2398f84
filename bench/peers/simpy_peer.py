"""The same work in SimPy: `simpy_peer.py 'W1 switch'` prints CPU nanoseconds per operation,
`simpy_peer.py 'W3 timer'` bytes per process. A yield is a timeout of 0."""

import os
import sys
import time

import simpy

env = simpy.Environment()


def durations(seed):
    state = seed * 2654435761 + 12345 & 0xFFFFFFFF
    while True:
        state = state * 1664525 + 1013904223 & 0xFFFFFFFF
        yield (state >> 16) % 1000 + 1


def yield_often(times):
    for _ in range(times):
        yield env.timeout(0)


def child(value):
    return value
    yield  # makes it a generator


def one(times):
    for i in range(times):
        yield env.process(child(i))


def many(times):
    for _ in range(times // 1000):
        yield env.all_of([env.process(child(i)) for i in range(1000)])


def call(times):
    for i in range(times):
        yield from child(i)


def put(store, times):
    for i in range(times):
        yield store.put(i)


def get(store, times):
    for _ in range(times):
        yield store.get()


def sleep_often(seed, times):
    each = durations(seed)
    for _ in range(times):
        yield env.timeout(next(each))


def lock_often(lock, times):
    for _ in range(times):
        with lock.request() as held:
            yield held
            yield env.timeout(0)


def wait_for(event):
    yield event


def resident():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")


def start(processes):
    for process in processes:
        env.process(process)


def main():
    work = sys.argv[1]
    operations = 50_000
    if work.startswith("W3"):
        never = env.event()
        before = resident()
        start(
            wait_for(never if work == "W3 future" else env.timeout(3600)) for _ in range(operations)
        )
        env.run(until=1)
        print((resident() - before) / operations, flush=True)
        os._exit(0)
    begin = time.process_time_ns()
    if work == "W1 switch":
        start(yield_often(operations // 1000) for _ in range(1000))
    elif work == "W2 seq":
        start([one(operations)])
    elif work == "W2 gather":
        start([many(operations)])
    elif work == "W2 call":
        operations = 500_000
        start([call(operations)])
    elif work == "W4 queue":
        store = simpy.Store(env, 16)
        start([put(store, operations), get(store, operations)])
    elif work == "W5 1k":
        start(sleep_often(i, operations // 1000) for i in range(1000))
    elif work == "W5 1M":
        operations = 200_000
        start(sleep_often(i, 1) for i in range(operations))
    elif work == "W6 lock":
        lock = simpy.Resource(env, 1)
        start(lock_often(lock, operations // 1000) for _ in range(1000))
    else:
        sys.exit(2)
    env.run()
    print((time.process_time_ns() - begin) / operations)


main()
