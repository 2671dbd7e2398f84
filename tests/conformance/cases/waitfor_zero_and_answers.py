# PINS: wait_for with a limit of zero cancels and waits; a cancelled caller does not wait for the rest; a value or error given in answer is the outcome.
# SOURCE: Coroutines and Tasks
# GROUP: wait_for
# LEVEL: nasty

import asyncio
from vloop import exc, log, run


async def turns(n):
    for _ in range(n):
        await asyncio.sleep(0)


async def job(kind):
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        log("job cancelled")
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            log("job cancelled again")
            raise
        log("job cleaned up")
        if kind == "value":
            return "late value"
        if kind == "error":
            raise ValueError("late error") from None
        raise


async def caller(aw, limit):
    me = asyncio.current_task()
    try:
        log("got", await asyncio.wait_for(aw, limit))
    except BaseException as e:
        log(exc(e), "requests:", me.cancelling())


async def scene(kind, limit, cancel_after):
    log("---", kind, limit, cancel_after)
    t = asyncio.create_task(job(kind))
    await asyncio.sleep(0)
    c = asyncio.create_task(caller(t, limit))
    if cancel_after is not None:
        await asyncio.sleep(cancel_after)
        log("cancel ->", c.cancel())
    await asyncio.wait([c])
    log("job done:", t.done())
    await asyncio.wait([t])


async def pair(limit):
    log("--- gather", limit)
    g = asyncio.gather(job("value"), job("other"))
    await asyncio.sleep(0)
    await caller(g, limit)
    await asyncio.sleep(2)


async def finished(n):
    log("--- finished in the same instant", n)

    async def quick():
        await asyncio.sleep(1)
        await turns(n)
        log("quick ends")
        return "quick"
    t = asyncio.create_task(quick())
    await caller(t, 1)
    log("cancelled:", t.cancelled())
    await caller(asyncio.shield(asyncio.create_task(quick())), 1)
    await asyncio.sleep(1)
    await caller(quick(), 1)


async def main():
    for kind in ("cancelled", "value", "error"):
        for limit in (0, -1, 0.25):
            for cancel_after in (None, 0, 0.125, 0.5):
                await scene(kind, limit, cancel_after)
    await pair(0)
    await pair(0.5)
    for n in range(3):
        await finished(n)


run(main())
