# PINS: SystemExit raised by a task or a callback leaves the loop at once; run() then cancels what is left and raises it.
# SOURCE: Lib/asyncio/tasks.py (Task.__step), runners.py
# GROUP: exceptions & debug
# LEVEL: nasty

import asyncio
from vloop import log, run


async def other(name):
    try:
        for i in range(3):
            log(name, "turn", i)
            await asyncio.sleep(0)
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        log(name, "cancelled")
        raise


async def leaves():
    await asyncio.sleep(0)
    log("leaving")
    raise SystemExit(3)


async def main():
    a = asyncio.create_task(other("before"))
    b = asyncio.create_task(leaves())
    c = asyncio.create_task(other("behind"))
    try:
        await asyncio.sleep(50)
    except asyncio.CancelledError:
        log("main cancelled")
        raise


try:
    run(main())
except SystemExit as e:
    log("run() raised SystemExit", e.code)
