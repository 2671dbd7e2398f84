# PINS: a gather whose children are all done refuses to be cancelled, and the task awaiting it is cancelled at its next suspension instead.
# SOURCE: Lib/asyncio/tasks.py, _GatheringFuture.cancel
# GROUP: gather
# LEVEL: nasty

import asyncio
from vloop import log, run


async def child():
    await asyncio.sleep(1)
    return "value"


async def waiter(g):
    try:
        log("got", await g)
    except asyncio.CancelledError:
        log("cancelled; gather done:", g.done(), "cancelled:", g.cancelled())
        raise


async def main():
    kids = [asyncio.create_task(child()) for _ in range(2)]
    g = asyncio.gather(*kids)
    t = asyncio.create_task(waiter(g))
    kids[1].add_done_callback(lambda f: log("last child; gather:", g.cancel(), "task:", t.cancel()))
    await asyncio.wait([t])
    log("task cancelled:", t.cancelled(), "gather result:", g.result())
    log("finished gather:", g.cancel())


run(main())
