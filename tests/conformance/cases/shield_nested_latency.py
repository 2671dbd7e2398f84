# PINS: each shield around a task costs its awaiter one more iteration; a shield of a finished task costs none.
# SOURCE: Coroutines and Tasks, "Shielding From Cancellation"
# GROUP: wait/as_completed/shield
# LEVEL: medium

import asyncio
from vloop import log, run


async def ticker():
    for i in range(6):
        log("tick", i)
        await asyncio.sleep(0)


async def job():
    log("job ends")


async def awaiter(name, future):
    await future
    log(name, "resumes")


async def main():
    inner = asyncio.create_task(job())
    once = asyncio.shield(inner)
    twice = asyncio.shield(asyncio.shield(inner))
    ts = [asyncio.create_task(ticker()), asyncio.create_task(awaiter("bare", inner)),
          asyncio.create_task(awaiter("once", once)), asyncio.create_task(awaiter("twice", twice))]
    await asyncio.wait(ts)
    log("the task itself:", asyncio.shield(inner) is inner)


run(main())
