# PINS: a deadline around a group whose child fails in every iteration around it: the ExceptionGroup hides the TimeoutError once the error is noted.
# SOURCE: Coroutines and Tasks
# GROUP: timeout
# LEVEL: nasty

import asyncio
from vloop import exc, log, run


async def turns(n):
    for _ in range(n):
        await asyncio.sleep(0)


async def child(n):
    await asyncio.sleep(1)
    await turns(n)
    log("child fails")
    raise ValueError("child")


async def sibling(cleanup):
    try:
        await asyncio.sleep(9)
    except asyncio.CancelledError:
        await asyncio.sleep(cleanup)
        log("sibling cleaned up")
        raise


async def scene(n, cleanup, before):
    log("--- turns", n, "cleanup", cleanup)
    me = asyncio.current_task()
    try:
        async with asyncio.timeout(1) as cm:
            await turns(before)
            async with asyncio.TaskGroup() as tg:
                tg.create_task(sibling(cleanup))
                tg.create_task(child(n))
    except BaseException as e:
        log(exc(e))
    log("expired:", cm.expired(), "requests:", me.cancelling())
    try:
        await asyncio.sleep(0)
        log("undisturbed")
    except asyncio.CancelledError:
        log("CancelledError, requests:", me.cancelling())


async def main():
    for n in range(4):
        await scene(n, 0, 0)
    await scene(0, 0.5, 0)
    await scene(2, 0.5, 0)
    await scene(0, 0.5, 2)


run(main())
