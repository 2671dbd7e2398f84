# PINS: unnamed tasks are numbered over the whole run; main is the first, named ones do not count.
# SOURCE: Lib/asyncio/tasks.py, _task_name_counter
# GROUP: basics
# LEVEL: easy

import asyncio
from vloop import log, run


async def name():
    return asyncio.current_task().get_name()


async def main():
    a = asyncio.create_task(name())
    b = asyncio.create_task(name(), name="named")
    c = asyncio.create_task(name())
    for t in (a, b, c):
        log(await t)
    log(await asyncio.gather(name(), name()))


run(main())
