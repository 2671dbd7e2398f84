# PINS: SystemExit of a TaskGroup's child leaves the loop at once and comes out of the block bare, not in a group.
# SOURCE: Lib/asyncio/taskgroups.py (TaskGroup.__aexit__)
# GROUP: taskgroup
# LEVEL: nasty

import asyncio
from vloop import log, run


async def sibling():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        log("sibling cancelled")
        raise


async def leaves():
    await asyncio.sleep(1)
    log("leaving")
    raise SystemExit(3)


async def main():
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(sibling())
            tg.create_task(leaves())
    except BaseException as e:
        log("out of the block:", type(e).__name__)
        raise


try:
    run(main())
except SystemExit as e:
    log("run() raised SystemExit", e.code)
