# PINS: events and locks with time limits under random cancellations.
# SOURCE: Synchronization Primitives, "Event", "Lock"; Coroutines and Tasks, "Timeouts"
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


async def worker(name, lock, event, dice):
    lives = 5
    while True:
        try:
            if dice.roll(2):
                await asyncio.wait_for(event.wait(), 0.5 + dice.roll(3))
                log(name, "saw the event")
                await asyncio.sleep(0)
            else:
                await asyncio.wait_for(lock.acquire(), 0.5 + dice.roll(3))
                log(name, "has the lock")
                try:
                    await asyncio.sleep(dice.roll(2))
                finally:
                    lock.release()
        except TimeoutError:
            log(name, "TimeoutError")
            if dice.roll(2):
                event.clear()
        except asyncio.CancelledError as e:
            log(name, exc(e), "locked:", lock.locked(), "set:", event.is_set())
            lives -= 1
            if lives == 0:
                raise


async def scene(seed):
    log("--- seed", seed)
    dice = Dice(seed)
    lock, event = asyncio.Lock(), asyncio.Event()
    ts = [asyncio.create_task(worker(n, lock, event, dice)) for n in "abc"]
    for step in range(12):
        action = dice.roll(5)
        victim = dice.roll(3)
        if action == 0:
            log("cancel", victim, ts[victim].cancel(f"step {step}"))
        elif action == 1:
            log("set, clear, cancel", victim)
            event.set()
            event.clear()
            ts[victim].cancel(f"step {step}")
        elif action == 2:
            log("cancel, set, clear", victim)
            ts[victim].cancel(f"step {step}")
            event.set()
            if dice.roll(2):
                await asyncio.sleep(0)
            event.clear()
        elif action == 3 and not lock.locked():
            async with lock:
                log("main has the lock, cancels", victim)
                ts[victim].cancel(f"step {step}")
        await asyncio.sleep(dice.roll(2) * dice.roll(2) * 0.5)
    while any(not t.done() for t in ts):
        for t in ts:
            t.cancel()
        await asyncio.sleep(1)
    log("locked:", lock.locked())


async def main():
    for seed in range(1, 4):
        await scene(seed)


run(main())
