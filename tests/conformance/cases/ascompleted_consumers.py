# PINS: as_completed: consumers in several tasks, a consumer cancelled in every iteration around a completion, a timeout in the same instant; a wake-up is never lost.
# SOURCE: Coroutines and Tasks
# GROUP: wait/as_completed/shield
# LEVEL: nasty

import asyncio
from vloop import exc, log, run


async def turns(n):
    for _ in range(n):
        await asyncio.sleep(0)


async def job(n):
    await asyncio.sleep(n)
    log("job", n, "ends")
    if n == 3:
        raise ValueError("three")
    return n


async def consumer(name, nxt):
    try:
        log(name, "got", await nxt)
    except asyncio.CancelledError:
        log(name, "cancelled")
        raise
    except (TimeoutError, ValueError) as e:
        log(name, exc(e))


async def scene(n, timeout):
    log("--- cancel turns", n, "timeout", timeout)
    ts = [asyncio.create_task(job(k)) for k in (3, 1, 2)]
    it = asyncio.as_completed(ts, timeout=timeout)
    cs = [asyncio.create_task(consumer(name, nxt)) for name, nxt in zip("xyz", it)]
    await asyncio.sleep(1)
    if n is not None:
        await turns(n)
        cs[0].cancel()
    await asyncio.wait(cs, timeout=5)
    log("waiting:", [c.done() for c in cs])
    for c in cs:
        c.cancel()
    await asyncio.wait(cs + ts)


async def iterate(delay, timeout):
    log("--- async iteration", delay, timeout)
    ts = [asyncio.create_task(job(k), name=f"t{k}") for k in (3, 1, 2)]
    try:
        async for t in asyncio.as_completed(ts, timeout=timeout):
            log("next is", t.get_name(), "done:", t.done())
            await asyncio.sleep(delay)
    except TimeoutError:
        log("TimeoutError")
    await asyncio.wait(ts)
    log(ts[0].exception())


async def main():
    for n in (None, 0, 1, 2, 3):
        await scene(n, None)
    await scene(None, 2)
    await scene(1, 1)
    await scene(None, 0)
    await iterate(0, None)
    await iterate(1.5, None)
    await iterate(0.5, 2)
    for nxt in asyncio.as_completed([]):
        log("nothing")


run(main())
