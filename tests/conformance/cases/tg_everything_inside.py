# PINS: all together: children under deadlines, shields and waits in one group that is aborted; who is shielded goes on, who waits gives way.
# SOURCE: Coroutines and Tasks
# GROUP: taskgroup
# LEVEL: nasty
# NOTE: a group cancels its children in the order of a set; here the set keeps the order of creation.

import asyncio
from vloop import exc, log, run


class CreationOrder(dict):
    def add(self, task):
        self[task] = True

    def discard(self, task):
        self.pop(task, None)


class TaskGroup(asyncio.TaskGroup):
    def __init__(self):
        super().__init__()
        self._tasks = CreationOrder()


async def work(name, delay, cleanup=0):
    try:
        await asyncio.sleep(delay)
        log(name, "ends")
        return name
    except asyncio.CancelledError:
        log(name, "cancelled")
        if cleanup:
            await asyncio.sleep(cleanup)
            log(name, "cleaned up")
        raise


async def limited(name, limit, delay, cleanup):
    try:
        async with asyncio.timeout(limit) as cm:
            await work(name, delay, cleanup)
    except TimeoutError:
        log(name, "timed out")
        return "timed out"
    finally:
        log(name, "left, expired:", cm.expired(), "requests:",
            asyncio.current_task().cancelling())


async def shielding(name, task):
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        log(name, "gives up, task done:", task.done())
        raise


async def watching(name, ts):
    try:
        done, _ = await asyncio.wait(ts)
        log(name, "saw", len(done))
    finally:
        log(name, "stops watching")


async def gathering(name):
    try:
        return await asyncio.gather(work(name + "1", 5), work(name + "2", 5, 0.5))
    finally:
        log(name, "gather left")


async def bad(delay):
    await asyncio.sleep(delay)
    log("bad fails")
    raise ValueError("bad")


async def scene(fail_at, deadline):
    log("---", fail_at, deadline)
    me = asyncio.current_task()
    outside = asyncio.create_task(work("outside", 4))
    try:
        async with asyncio.timeout(deadline):
            async with TaskGroup() as tg:
                ts = [tg.create_task(limited("l", 1, 5, 0.5)),
                      tg.create_task(limited("m", 2, 1.75, 0.5)),
                      tg.create_task(shielding("s", outside)),
                      tg.create_task(gathering("g"))]
                tg.create_task(watching("w", list(ts)))
                tg.create_task(bad(fail_at))
                await asyncio.wait_for(asyncio.shield(outside), 3)
                log("body ends")
    except BaseException as e:
        log(exc(e), "requests:", me.cancelling())
    log([t.cancelled() for t in ts])
    log("outside ->", await outside)


async def main():
    for fail_at in (0.5, 1, 1.25, 1.75, 2, 6):
        await scene(fail_at, None)
    for deadline in (1, 1.5, 2, 2.25):
        await scene(2, deadline)


run(main())
