# PINS: a request from outside, in every iteration around the deadline of a timeout block: TimeoutError only if it comes after the block is left.
# SOURCE: Coroutines and Tasks
# GROUP: timeout
# LEVEL: nasty

import asyncio
from vloop import exc, log, run


async def turns(n):
    for _ in range(n):
        await asyncio.sleep(0)


async def worker(outer, inner, length, k):
    me = asyncio.current_task()
    try:
        async with asyncio.timeout(outer) as a:
            try:
                async with asyncio.timeout(inner) as b:
                    try:
                        await asyncio.sleep(length)
                        log("body completes")
                    except asyncio.CancelledError:
                        log("body cancelled, requests:", me.cancelling())
                        await turns(k)
                        raise
            finally:
                log("inner left:", b.expired(), "requests:", me.cancelling())
    except BaseException as e:
        log(exc(e), "expired:", [a.expired(), b.expired()], "requests:", me.cancelling())
    try:
        await asyncio.sleep(0)
        log("goes on")
    except asyncio.CancelledError:
        log("cancelled again")


async def scene(outer, inner, length, k, n):
    log("---", outer, inner, length, "cleanup turns", k, "cancel turns", n)
    t = asyncio.create_task(worker(outer, inner, length, k))
    if n is not None:
        await asyncio.sleep(1)
        await turns(n)
        log("cancel ->", t.cancel())
    await asyncio.wait([t])


async def main():
    for n in (None, 0, 1, 2, 3):
        await scene(5, 1, 9, 0, n)
        await scene(1, 1, 9, 0, n)
        await scene(1, 5, 9, 1, n)
        await scene(5, 1, 1, 0, n)
    await scene(1, 0, 9, 2, 0)
    await scene(0, 0, 9, 1, None)
    await scene(-1, None, 9, 1, None)


run(main())
