# PINS: an AsyncExitStack inside cancellations: exits run under the request, may await, swallow or replace it; what pop_all took over is left later.
# SOURCE: Coroutines and Tasks
# GROUP: async generators & context managers
# LEVEL: nasty

import asyncio
from vloop import exc, log, run


async def turns(n):
    for _ in range(n):
        await asyncio.sleep(0)


from contextlib import AsyncExitStack


class CM:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    async def __aenter__(self):
        log("enter", self.name)
        return self.name

    async def __aexit__(self, et, ev, tb):
        log("exit", self.name, "with", exc(ev) if ev else "nothing")
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            log("exit", self.name, "interrupted")
            raise
        log("exit", self.name, "ends")
        return self.swallow


async def user(swallow, keep):
    me = asyncio.current_task()
    async with AsyncExitStack() as stack:
        log("got", await stack.enter_async_context(CM("a")))
        log("got", await stack.enter_async_context(CM("b", swallow)))
        stack.callback(log, "callback")
        stack.push_async_exit(CM("pushed"))
        if keep:
            keep.append(stack.pop_all())
            stack.callback(log, "only this is left")
        await asyncio.sleep(5)
        log("body ends")
    log("user goes on, requests:", me.cancelling())


async def scene(swallow, keep, *cancels):
    log("---", swallow, bool(keep), list(cancels))
    t = asyncio.create_task(user(swallow, keep))
    for c in cancels:
        await asyncio.sleep(c)
        t.cancel()
    await asyncio.wait([t])
    log("cancelled:", t.cancelled())
    for stack in keep[1:]:
        await stack.aclose()


async def main():
    await scene(False, [], 1)
    await scene(True, [], 1)
    await scene(False, [], 1, 0.5)
    await scene(True, [], 1, 0.5)
    await scene(True, [], 1, 1.5)
    await scene(False, [0])
    await scene(False, [0], 1)


run(main())
