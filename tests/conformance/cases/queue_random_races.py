# PINS: bounded queues of the three orders under random cancellations, and shut down at the end: no item is lost or given twice, and everybody who waits is told.
# SOURCE: Queues, "Queue", "Queue / shutdown"; Coroutines and Tasks, "Task Cancellation"
# GROUP: queues
# LEVEL: nasty

import asyncio
from vloop import exc, log, run


class Dice:
    def __init__(self, seed):
        self.state = seed

    def roll(self, n):
        self.state = (self.state * 1103515245 + 12345) % 2147483648
        return (self.state >> 16) % n


async def getter(name, q, dice):
    while True:
        try:
            item = await q.get()
            log(name, "got", item)
            if dice.roll(2):
                await asyncio.sleep(dice.roll(2))
            q.task_done()
        except asyncio.CancelledError:
            log(name, "cancelled; size", q.qsize())
        except asyncio.QueueShutDown:
            log(name, "QueueShutDown")
            return


async def putter(name, q, dice, first):
    item = first
    while True:
        item += 1
        try:
            await q.put((item * 7) % 10 + first)
            log(name, "put", (item * 7) % 10 + first)
            if dice.roll(2):
                await asyncio.sleep(dice.roll(3))
        except asyncio.CancelledError:
            log(name, "cancelled; size", q.qsize())
        except asyncio.QueueShutDown:
            log(name, "QueueShutDown")
            return


async def joiner(q):
    await q.join()
    log("joined; size", q.qsize())


async def scene(seed, kind, q):
    log("--- seed", seed, kind)
    dice = Dice(seed)
    ts = [asyncio.create_task(getter("g1", q, dice)),
          asyncio.create_task(putter("p1", q, dice, 100)),
          asyncio.create_task(getter("g2", q, dice)),
          asyncio.create_task(putter("p2", q, dice, 200)),
          asyncio.create_task(putter("p3", q, dice, 300))]
    await asyncio.sleep(0)
    ts.append(asyncio.create_task(joiner(q)))
    for _ in range(8):
        action = dice.roll(5)
        victim = dice.roll(5)
        if action == 0:
            log("cancel", victim, ts[victim].cancel())
        elif action == 1:
            try:
                log("main got", q.get_nowait())
                q.task_done()
            except asyncio.QueueEmpty as e:
                log(exc(e))
            ts[victim].cancel()
            log("and cancels", victim)
        elif action == 2:
            try:
                q.put_nowait(500)
            except asyncio.QueueFull as e:
                log(exc(e))
            ts[victim].cancel()
            log("main put, cancels", victim)
        for _ in range(dice.roll(3)):
            await asyncio.sleep(0)
        await asyncio.sleep(dice.roll(2) * dice.roll(2))
    immediate = dice.roll(2) == 1
    log("shutdown; immediate:", immediate, "size", q.qsize())
    q.shutdown(immediate)
    victim = dice.roll(5)
    ts[victim].cancel()
    log("cancel", victim)
    await asyncio.sleep(5)
    log("done:", [t.done() for t in ts], "size", q.qsize())
    for t in ts:
        t.cancel()
    await asyncio.sleep(1)


async def main():
    for seed in range(1, 2):
        await scene(seed, "fifo", asyncio.Queue(2))
        await scene(seed, "lifo", asyncio.LifoQueue(2))
        await scene(seed, "priority", asyncio.PriorityQueue(2))


run(main())
