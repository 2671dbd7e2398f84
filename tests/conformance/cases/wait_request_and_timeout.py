# PINS: wait() against completions, its timeout and a cancellation of the caller, all in the same instant and in every iteration around it.
# SOURCE: Coroutines and Tasks
# GROUP: wait/as_completed/shield
# LEVEL: nasty

import asyncio
from vloop import exc, log, run


async def turns(n):
    for _ in range(n):
        await asyncio.sleep(0)


async def job(name, delay, n, error=None):
    await asyncio.sleep(delay)
    await turns(n)
    log(name, "ends")
    if error:
        raise error


async def watcher(ts, **kw):
    try:
        done, pending = await asyncio.wait(ts, **kw)
        log("done", sorted(t.get_name() for t in done),
            "pending", sorted(t.get_name() for t in pending))
    except asyncio.CancelledError:
        log("watcher cancelled")
        raise


async def scene(label, n, **kw):
    log("---", label, "cancel turns", n)
    ts = [asyncio.create_task(job("a", 1, 0), name="a"),
          asyncio.create_task(job("b", 1, 1, ValueError("b")), name="b"),
          asyncio.create_task(job("c", 1, 2), name="c"),
          asyncio.create_task(job("d", 1, 9), name="d")]
    w = asyncio.create_task(watcher(ts, **kw))
    await asyncio.sleep(0.5)
    ts[3].cancel()
    if n is not None:
        await asyncio.sleep(0.5)
        await turns(n)
        log("cancel ->", w.cancel())
    await asyncio.wait([w])
    log("watcher cancelled:", w.cancelled())
    await asyncio.wait(ts)
    log(ts[1].exception())


async def main():
    for n in (None, 0, 1, 2, 3, 4, 5):
        await scene("all", n)
        await scene("first completed", n, return_when=asyncio.FIRST_COMPLETED)
        await scene("first exception", n, return_when=asyncio.FIRST_EXCEPTION)
        await scene("timeout 1", n, timeout=1)
        await scene("timeout 0", n, timeout=0)
        await scene("timeout 0.75", n, timeout=0.75, return_when=asyncio.FIRST_EXCEPTION)


run(main())
