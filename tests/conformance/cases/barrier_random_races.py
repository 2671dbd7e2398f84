# PINS: barriers under random cancellations, resets and aborts: who passes with which index, who is thrown out, and who is held back until the barrier is empty.
# SOURCE: Synchronization Primitives, "Barrier"; Coroutines and Tasks, "Task Cancellation"
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


async def party(name, bar, dice):
    lives = 5
    while True:
        try:
            thrown_out = False
            try:
                log(name, "passes with", await bar.wait(), "waiting:", bar.n_waiting)
                if dice.roll(2):
                    await asyncio.sleep(dice.roll(3))
            except asyncio.BrokenBarrierError as e:
                log(name, exc(e), "waiting:", bar.n_waiting)
                thrown_out = True
            if thrown_out:
                if dice.roll(2):
                    await asyncio.sleep(0)
                if bar.broken:
                    await asyncio.sleep(1)
        except asyncio.CancelledError as e:
            log(name, exc(e), "waiting:", bar.n_waiting, "broken:", bar.broken)
            lives -= 1
            if lives == 0:
                raise


async def scene(seed):
    log("--- seed", seed)
    dice = Dice(seed)
    bar = asyncio.Barrier(3)
    ts = [asyncio.create_task(party(n, bar, dice)) for n in "abcd"]
    for step in range(14):
        action = dice.roll(8)
        victim = dice.roll(4)
        if action < 3:
            log("cancel", victim, ts[victim].cancel(f"step {step}"))
        elif action == 3:
            log("reset; waiting:", bar.n_waiting, "broken:", bar.broken)
            await bar.reset()
        elif action == 4:
            log("abort; waiting:", bar.n_waiting)
            await bar.abort()
        elif action == 5:
            log("reset and cancel", victim)
            await bar.reset()
            ts[victim].cancel(f"step {step}")
        elif action == 6:
            log("cancel and reset", victim)
            ts[victim].cancel(f"step {step}")
            await bar.reset()
        for _ in range(dice.roll(3)):
            await asyncio.sleep(0)
        await asyncio.sleep(dice.roll(2) * dice.roll(2))
    while any(not t.done() for t in ts):
        for t in ts:
            t.cancel()
        await asyncio.sleep(1.5)
    log("waiting:", bar.n_waiting, "broken:", bar.broken)


async def main():
    for seed in range(1, 4):
        await scene(seed)


run(main())
