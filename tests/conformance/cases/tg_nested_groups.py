# PINS: groups inside groups: an inner group's ExceptionGroup is one error of the outer one; aborts travel inwards, requests are given back level by level.
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


async def child(name, delay, error=None):
    try:
        await asyncio.sleep(delay)
        log(name, "ends")
    except asyncio.CancelledError:
        log(name, "cancelled, requests:", asyncio.current_task().cancelling())
        raise
    if error:
        raise error


def flat(e):
    if isinstance(e, BaseExceptionGroup):
        return "(" + " ".join(flat(x) for x in e.exceptions) + ")"
    return exc(e)


async def inner(name, specs):
    try:
        async with TaskGroup() as tg:
            for s in specs:
                tg.create_task(child(*s))
            await asyncio.sleep(0.5)
    finally:
        log(name, "left, requests:", asyncio.current_task().cancelling())


async def scene(label, first, second):
    log("---", label)
    me = asyncio.current_task()
    try:
        async with TaskGroup() as tg:
            tg.create_task(inner("first", first))
            tg.create_task(inner("second", second))
            async with TaskGroup() as tg2:
                tg2.create_task(child("z", 3))
    except* ValueError as eg:
        log("ValueErrors", flat(eg))
    except* TypeError as eg:
        log("TypeErrors", flat(eg))
    log("requests:", me.cancelling())


async def main():
    await scene("nobody fails", [("a", 1)], [("b", 2)])
    await scene("one", [("a", 1, ValueError("a")), ("b", 2)], [("c", 2)])
    await scene("both at once", [("a", 1, ValueError("a")), ("b", 1, TypeError("b"))],
                [("c", 1, ValueError("c"))])
    await scene("early", [("a", 0.25, TypeError("a"))], [("b", 0.5, ValueError("b"))])


run(main())
