# PINS: wait_for without a limit is a plain await: the coroutine runs in the calling task, at once.
# SOURCE: Lib/asyncio/tasks.py, wait_for
# GROUP: wait_for/timeout
# LEVEL: easy

import asyncio
from vloop import log, run


async def inner():
    log("runs in", asyncio.current_task().get_name())
    await asyncio.sleep(1)
    return "value"


async def main():
    asyncio.get_running_loop().call_soon(log, "first iteration over")
    log(await asyncio.wait_for(inner(), None))


run(main())
