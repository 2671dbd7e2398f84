# PINS: a request from outside that meets a failing child, in every iteration around it: the ExceptionGroup wins as soon as a child's error is noted, and the request comes again.
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


async def turns(n):
    for _ in range(n):
        await asyncio.sleep(0)


async def child(name, delay, cleanup, error=None):
    try:
        await asyncio.sleep(delay)
        log(name, "ends")
        if error:
            raise error
    except asyncio.CancelledError:
        log(name, "cancelled")
        await asyncio.sleep(cleanup)
        log(name, "cleaned up")
        raise


async def owner(in_body):
    me = asyncio.current_task()
    try:
        async with TaskGroup() as tg:
            tg.create_task(child("a", 1, 0, ValueError("a")))
            tg.create_task(child("b", 5, 1))
            if in_body:
                await asyncio.sleep(9)
    except BaseException as e:
        log("owner:", exc(e), "requests:", me.cancelling())
    try:
        await asyncio.sleep(0.25)
        log("owner goes on, requests:", me.cancelling())
    except asyncio.CancelledError:
        log("owner: the request comes again, requests:", me.cancelling())


async def scene(in_body, first, n, second=None):
    log("--- in the body:", in_body, "cancel after", first, "and", n, "turns")
    t = asyncio.create_task(owner(in_body))
    await asyncio.sleep(first)
    await turns(n)
    t.cancel()
    if second:
        await asyncio.sleep(second)
        t.cancel()
    await asyncio.wait([t])


async def main():
    for in_body in (True, False):
        for n in range(5):
            await scene(in_body, 1, n)
        await scene(in_body, 0.5, 0)
        await scene(in_body, 0.5, 0, 0.75)
        await scene(in_body, 1.5, 0, 0.25)


run(main())
