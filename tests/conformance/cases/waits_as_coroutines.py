# PINS: acquire, wait, get, put and join are coroutines: they can be made tasks, be gathered, and be given a time limit, and leave nothing behind when it strikes.
# SOURCE: Coroutines and Tasks, "Awaitables"; Synchronization Primitives; Queues
# GROUP: sync
# LEVEL: medium

import asyncio
from vloop import log, run


async def limited(name, what, seconds):
    try:
        log(name, await asyncio.wait_for(what, seconds))
    except TimeoutError:
        log(name, "TimeoutError")


async def main():
    lock, sem, event = asyncio.Lock(), asyncio.Semaphore(1), asyncio.Event()
    cond, bar = asyncio.Condition(), asyncio.Barrier(2)
    q = asyncio.Queue(1)
    await limited("lock", lock.acquire(), 1)
    await limited("lock again", lock.acquire(), 1)
    await limited("semaphore", sem.acquire(), 1)
    await limited("semaphore again", sem.acquire(), 0)
    await limited("event", event.wait(), 1)
    await limited("put", q.put("x"), 1)
    await limited("put again", q.put("y"), 1)
    await limited("join", q.join(), 1)
    await limited("get", q.get(), 1)
    await limited("get again", q.get(), 1)
    await limited("barrier", bar.wait(), 1)
    await cond.acquire()
    await limited("condition", cond.wait(), 1)
    log("locked:", lock.locked(), sem.locked(), cond.locked(), "waiting:", bar.n_waiting)

    async def releases():
        await asyncio.sleep(1)
        lock.release()
        sem.release()
        event.set()
        q.put_nowait("z")
    t = asyncio.create_task(releases())
    log(await asyncio.gather(lock.acquire(), sem.acquire(), event.wait(), q.get(), bar.wait(), bar.wait()))
    task = asyncio.create_task(lock.acquire(), name="acquirer")
    await asyncio.sleep(0)
    log(task.get_name(), "done:", task.done())
    lock.release()
    log("acquired:", await task, "locked:", lock.locked())
    await asyncio.gather(asyncio.sleep(1), asyncio.sleep(2))
    await t
    log("end")


run(main())
