# PINS: a task that asks between the put and the step of the woken getter takes the item; the getter waits again.
# SOURCE: Lib/asyncio/queues.py, get, get_nowait
# GROUP: queues
# LEVEL: nasty

import asyncio
from vloop import log, run


async def getter(name, q):
    log(name, "got", await q.get())


async def main():
    q = asyncio.Queue()
    t = asyncio.create_task(getter("waiting", q))
    await asyncio.sleep(0)
    q.put_nowait(1)
    log("main takes", q.get_nowait())
    await asyncio.sleep(0)
    q.put_nowait(2)
    log("main takes", await q.get())
    await asyncio.sleep(0)
    q.put_nowait(3)
    await t


run(main())
