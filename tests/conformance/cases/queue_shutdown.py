# PINS: shutdown wakes all putters and getters; what is in the queue can still be taken, unless it is immediate: then the items are dropped and count as done, which may end join.
# SOURCE: Queues, "Queue / shutdown"
# GROUP: queues
# LEVEL: medium

import asyncio
from vloop import exc, log, run


async def getter(name, q):
    try:
        while True:
            log(name, "got", await q.get())
    except asyncio.QueueShutDown as e:
        log(name, exc(e), "size", q.qsize())


async def putter(name, q, item):
    try:
        await q.put(item)
        log(name, "put", item)
    except asyncio.QueueShutDown as e:
        log(name, exc(e), "size", q.qsize())


async def joiner(q):
    await q.join()
    log("joined")


async def full(immediate):
    log("--- full; immediate:", immediate)
    q = asyncio.Queue(2)
    ts = [asyncio.create_task(putter(n, q, i)) for i, n in enumerate("abcd")]
    ts.append(asyncio.create_task(joiner(q)))
    await asyncio.sleep(1)
    log("size", q.qsize(), "full:", q.full())
    q.shutdown(immediate)
    log("shut down; size", q.qsize(), "full:", q.full(), "empty:", q.empty())
    await asyncio.sleep(1)
    for word, call in (("put_nowait", lambda: q.put_nowait(9)), ("get_nowait", q.get_nowait)):
        try:
            log(word, call())
        except asyncio.QueueShutDown as e:
            log(word, exc(e))
    await putter("late", q, 9)
    await getter("late", q)
    log("joined:", ts[-1].done())
    try:
        for _ in range(3):
            q.task_done()
            log("done one")
    except ValueError as e:
        log(exc(e))
    await asyncio.sleep(1)
    q.shutdown()
    log("twice is fine; all done:", all(t.done() for t in ts))


async def empty(immediate):
    log("--- empty; immediate:", immediate)
    q = asyncio.Queue()
    ts = [asyncio.create_task(getter(n, q)) for n in "abc"]
    await asyncio.sleep(1)
    q.put_nowait(1)
    q.shutdown(immediate)
    ts[1].cancel()
    await asyncio.sleep(1)
    log("done:", [t.done() for t in ts], "cancelled:", [t.cancelled() for t in ts])


async def working():
    log("--- an item is being worked on")
    q = asyncio.Queue()
    t = asyncio.create_task(joiner(q))
    q.put_nowait(1)
    q.put_nowait(2)
    log("got", await q.get())
    q.shutdown(immediate=True)
    await asyncio.sleep(1)
    log("joined:", t.done(), "size", q.qsize())
    q.task_done()
    await t


async def main():
    await full(False)
    await full(True)
    await empty(False)
    await empty(True)
    await working()


run(main())
