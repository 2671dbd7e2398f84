"""The same work in CPython's asyncio. `asyncio_peer.py 'W1 switch'` prints CPU nanoseconds per
operation, `asyncio_peer.py 'W3 timer'` bytes per task. The clock is virtual: a selector that moves
it instead of waiting."""

import asyncio
import os
import selectors
import sys
import time


class VirtualTime(selectors.DefaultSelector):
    now = 0.0

    def select(self, timeout=None):
        if timeout is not None:
            self.now += max(timeout, 0.0)
        return super().select(0)


def durations(seed):
    state = seed * 2654435761 + 12345 & 0xFFFFFFFF
    while True:
        state = state * 1664525 + 1013904223 & 0xFFFFFFFF
        yield (state >> 16) % 1000 + 1


async def yield_often(times):
    for _ in range(times):
        await asyncio.sleep(0)


async def child(value):
    return value


async def sleep_often(seed, times):
    each = durations(seed)
    for _ in range(times):
        await asyncio.sleep(float(next(each)))


async def put(queue, times):
    for i in range(times):
        await queue.put(i)


async def get(queue, times):
    for _ in range(times):
        await queue.get()


async def lock_often(lock, times):
    for _ in range(times):
        async with lock:
            await asyncio.sleep(0)


async def switch(n):
    await asyncio.gather(*[yield_often(n // 1000) for _ in range(1000)])


async def one(n):
    for i in range(n):
        await asyncio.create_task(child(i))


async def many(n):
    for _ in range(n // 1000):
        await asyncio.gather(*[child(i) for i in range(1000)])


async def call(n):
    for i in range(n):
        await child(i)


async def queue(n):
    between = asyncio.Queue(16)
    await asyncio.gather(put(between, n), get(between, n))


async def thousand(n):
    await asyncio.gather(*[sleep_often(i, n // 1000) for i in range(1000)])


async def million(n):
    await asyncio.gather(*[sleep_often(i, 1) for i in range(n)])


async def lock(n):
    shared = asyncio.Lock()
    await asyncio.gather(*[lock_often(shared, n // 1000) for _ in range(1000)])


async def park(n, on_timer):
    future = asyncio.get_running_loop().create_future()

    before = resident()
    tasks = [
        asyncio.create_task(asyncio.sleep(3600) if on_timer else wait_for_future(future))
        for _ in range(n)
    ]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print((resident() - before) / len(tasks), flush=True)
    os._exit(0)


async def wait_for_future(future):
    await future


def resident():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")


WORK = {
    "W1 switch": (switch, 200_000),
    "W2 seq": (one, 50_000),
    "W2 gather": (many, 50_000),
    "W2 call": (call, 500_000),
    "W3 timer": (lambda n: park(n, True), 100_000),
    "W3 future": (lambda n: park(n, False), 100_000),
    "W4 queue": (queue, 200_000),
    "W5 1k": (thousand, 100_000),
    "W5 1M": (million, 200_000),
    "W6 lock": (lock, 50_000),
}


def main():
    run, operations = WORK[sys.argv[1]]
    selector = VirtualTime()
    loop = asyncio.SelectorEventLoop(selector)
    loop.time = lambda: selector.now
    start = time.process_time_ns()
    loop.run_until_complete(run(operations))
    print((time.process_time_ns() - start) / operations)


main()
