# PINS: both sleepers of one instant have their futures set before either resumes; a cancelled sleep leaves no timer behind.
# SOURCE: Lib/asyncio/tasks.py, sleep
# GROUP: basics
# LEVEL: medium

import asyncio
from vloop import log, run


async def sleeper(name, other):
    await asyncio.sleep(1)
    log(name, "awake")
    if other:
        log("cancels the other:", other[0].cancel())
    await asyncio.sleep(0)
    log(name, "ends")


async def main():
    box = []
    a = asyncio.create_task(sleeper("a", box), name="a")
    b = asyncio.create_task(sleeper("b", []), name="b")
    box.append(b)
    await asyncio.gather(a, b, return_exceptions=True)
    log("b cancelled:", b.cancelled())
    t = asyncio.create_task(asyncio.sleep(100), name="long")
    await asyncio.sleep(0)
    t.cancel()
    await asyncio.sleep(0)
    await asyncio.get_running_loop().create_future()


run(main())
