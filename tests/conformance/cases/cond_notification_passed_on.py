# PINS: a notification given to a waiter that is then cancelled goes to the next one, also while the lock is busy, and if the two come in either order in one step.
# SOURCE: Synchronization Primitives, "Condition / notify"; Coroutines and Tasks, "Task Cancellation"
# GROUP: sync
# LEVEL: nasty

import asyncio
from vloop import exc, log, run


async def waiter(name, cond):
    async with cond:
        try:
            await cond.wait()
            log(name, "notified")
        except asyncio.CancelledError as e:
            log(name, exc(e), "locked:", cond.locked())
            raise


async def scene(order):
    log("---", order)
    cond = asyncio.Condition()
    ts = [asyncio.create_task(waiter(n, cond)) for n in "abc"]
    await asyncio.sleep(1)
    async with cond:
        if order == "notify, cancel":
            cond.notify()
            ts[0].cancel("after")
        elif order == "cancel, notify":
            ts[0].cancel("before")
            cond.notify()
        elif order == "notify, hold, cancel twice":
            cond.notify()
            await asyncio.sleep(1)
            ts[0].cancel("first")
            await asyncio.sleep(1)
            ts[0].cancel("second")
            await asyncio.sleep(1)
        elif order == "notify two, cancel both":
            cond.notify(2)
            ts[0].cancel("a")
            ts[1].cancel("b")
        elif order == "cancel only":
            ts[0].cancel("nothing to pass on, yet it does")
        log("main leaves the lock")
    await asyncio.sleep(1)
    log("done:", [t.done() for t in ts], "cancelled:", [t.cancelled() for t in ts])
    async with cond:
        cond.notify_all()
    await asyncio.sleep(1)
    log("done:", [t.done() for t in ts], "locked:", cond.locked())


async def main():
    await scene("notify, cancel")
    await scene("cancel, notify")
    await scene("notify, hold, cancel twice")
    await scene("notify two, cancel both")
    await scene("cancel only")


run(main())
