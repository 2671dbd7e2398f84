# PINS: uncancel() down to zero takes back a request that has not been delivered yet; one that leaves requests open does not.
# SOURCE: Coroutines and Tasks, "Task Object / uncancel"
# GROUP: cancellation
# LEVEL: medium

import asyncio
from vloop import log, run


async def worker(requests):
    me = asyncio.current_task()
    for _ in range(requests):
        me.cancel()
    log("requests left:", me.uncancel())
    try:
        await asyncio.sleep(1)
        log("slept")
    except asyncio.CancelledError:
        log("cancelled; requests:", me.cancelling())


async def main():
    await asyncio.create_task(worker(1))
    await asyncio.create_task(worker(2))


run(main())
