# PINS: semaphores under random cancellations and releases: a cancelled waiter gives its slot back, and as many wake as there are slots.
# SOURCE: Synchronization Primitives, "Semaphore"; Coroutines and Tasks, "Task Cancellation"
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


async def worker(name, sem, dice):
    lives = 4
    while True:
        try:
            async with sem:
                log(name, "in; locked:", sem.locked())
                for _ in range(dice.roll(3)):
                    await asyncio.sleep(0)
            await asyncio.sleep(dice.roll(2))
        except asyncio.CancelledError as e:
            log(name, exc(e), "locked:", sem.locked())
            lives -= 1
            if lives == 0:
                raise


async def scene(seed):
    log("--- seed", seed)
    dice = Dice(seed)
    sem = asyncio.Semaphore(dice.roll(3))
    ts = [asyncio.create_task(worker(n, sem, dice)) for n in "abcd"]
    for step in range(16):
        action = dice.roll(6)
        victim = dice.roll(4)
        if action == 0:
            log("cancel", victim, ts[victim].cancel(f"step {step}"))
        elif action == 1:
            log("release and cancel", victim)
            sem.release()
            ts[victim].cancel(f"step {step}")
        elif action == 2:
            log("cancel, release two", victim)
            ts[victim].cancel(f"step {step}")
            sem.release()
            sem.release()
        elif action == 3 and not sem.locked():
            await sem.acquire()
            log("main took one; locked:", sem.locked())
        elif action == 4:
            try:
                await asyncio.wait_for(sem.acquire(), 0.5)
                log("main got one")
            except TimeoutError:
                log("main got none")
        await asyncio.sleep(dice.roll(2) * dice.roll(2))
    while any(not t.done() for t in ts):
        for t in ts:
            t.cancel()
        await asyncio.sleep(1)
    free = 0
    while not sem.locked():
        await sem.acquire()
        free += 1
    log("free:", free)


async def main():
    for seed in range(1, 4):
        await scene(seed)


run(main())
