# PINS: conditions under random cancellations, notifications and lock holders: who gets the lock, who passes a notification on, and which message comes out.
# SOURCE: Synchronization Primitives, "Condition"; Coroutines and Tasks, "Task Cancellation"
# GROUP: sync
# LEVEL: nasty

import asyncio
from vloop import exc, log, run


class Dice:
    def __init__(self, seed):
        self.state = seed

    def roll(self, n):
        self.state = (self.state * 1103515245 + 12345) % 2147483648
        return (self.state >> 16) % n


async def worker(name, cond, dice):
    lives = 4
    while True:
        try:
            async with cond:
                await cond.wait()
                log(name, "notified")
                for _ in range(dice.roll(3)):
                    await asyncio.sleep(0)
        except asyncio.CancelledError as e:
            log(name, exc(e), "locked:", cond.locked())
            lives -= 1
            if lives == 0:
                raise


async def scene(seed):
    log("--- seed", seed)
    dice = Dice(seed)
    cond = asyncio.Condition()
    ts = [asyncio.create_task(worker(n, cond, dice)) for n in "abcd"]
    for step in range(24):
        action = dice.roll(7)
        victim = dice.roll(4)
        if action == 0:
            log("cancel", victim, ts[victim].cancel(f"step {step}"))
        elif action == 1:
            log("cancel twice", victim, ts[victim].cancel(f"step {step}"), ts[victim].cancel(f"again {step}"))
        elif action == 2:
            async with cond:
                log("notify", victim)
                cond.notify(victim)
        elif action == 3:
            async with cond:
                log("notify and cancel", victim)
                cond.notify()
                ts[victim].cancel(f"step {step}")
                await asyncio.sleep(0)
                log("main releases")
        elif action == 4:
            async with cond:
                log("cancel and notify", victim)
                ts[victim].cancel(f"step {step}")
                cond.notify(2)
        elif action == 5:
            async with cond:
                log("main holds the lock")
                await asyncio.sleep(0.5)
        await asyncio.sleep(dice.roll(2) * dice.roll(2))
    while any(not t.done() for t in ts):
        for t in ts:
            t.cancel()
        await asyncio.sleep(1)
    log("locked:", cond.locked(), "cancelling:", [t.cancelling() for t in ts])


async def main():
    for seed in range(1, 4):
        await scene(seed)


run(main())
