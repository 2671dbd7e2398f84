# PINS: release() makes the lock free and wakes the first waiter only; it stays free until that one runs.
# SOURCE: Lib/asyncio/locks.py, release, _wake_up_first
# GROUP: sync
# LEVEL: medium

import asyncio
from vloop import log, run


async def wants(name, lock):
    await lock.acquire()
    log(name, "has it; locked:", lock.locked())


async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    for name in ("a", "b"):
        asyncio.create_task(wants(name, lock))
    await asyncio.sleep(0)
    lock.release()
    log("released; locked:", lock.locked())
    await asyncio.sleep(0)
    log("one iteration on; locked:", lock.locked())
    lock.release()
    await asyncio.sleep(0)
    log("main ends")


run(main())
