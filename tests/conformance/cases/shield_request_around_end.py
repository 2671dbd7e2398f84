# PINS: the waiter of a shield is cancelled in every iteration around the end of the inner task: it sees its own cancellation, the inner outcome stays, and an unseen error is reported.
# SOURCE: Coroutines and Tasks
# GROUP: wait/as_completed/shield
# LEVEL: nasty

import asyncio
from vloop import exc, log, run


async def turns(n):
    for _ in range(n):
        await asyncio.sleep(0)


async def inner(kind):
    await asyncio.sleep(1)
    log("inner", kind)
    if kind == "fails":
        raise ValueError("inner")
    if kind == "is cancelled":
        raise asyncio.CancelledError
    return "value"


async def waiter(task, twice):
    me = asyncio.current_task()
    try:
        log("waiter got", await (asyncio.shield(asyncio.shield(task)) if twice
                                 else asyncio.shield(task)))
    except BaseException as e:
        log("waiter", exc(e), "requests:", me.cancelling())


async def scene(kind, n, twice):
    log("---", kind, "cancel turns", n, "twice:", twice)
    task = asyncio.create_task(inner(kind))
    w = asyncio.create_task(waiter(task, twice))
    await asyncio.sleep(0.5)
    if n is None:
        w.cancel()
        await asyncio.sleep(1)
    else:
        await asyncio.sleep(0.5)
        await turns(n)
        log("cancel ->", w.cancel())
    await asyncio.wait([w, task])
    log("inner cancelled:", task.cancelled())
    del task
    await turns(2)


async def main():
    for kind in ("returns", "fails", "is cancelled"):
        for n in (None, 0, 1, 2, 3):
            await scene(kind, n, False)
            await scene(kind, n, True)


run(main())
