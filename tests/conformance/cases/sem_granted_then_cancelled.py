# PINS: a waiter cancelled after it was given a slot gives it back; every acquire that ends wakes as many waiters as there are slots.
# SOURCE: Synchronization Primitives, "Semaphore"; Coroutines and Tasks, "Task Cancellation"
# GROUP: sync
# LEVEL: nasty

import asyncio
from vloop import exc, log, run


async def worker(name, sem):
    try:
        await sem.acquire()
        log(name, "in; locked:", sem.locked())
    except asyncio.CancelledError as e:
        log(name, exc(e), "locked:", sem.locked())
        raise


async def scene(title, releases, victims, early):
    log("---", title)
    sem = asyncio.Semaphore(0)
    ts = {n: asyncio.create_task(worker(n, sem)) for n in "abcd"}
    await asyncio.sleep(1)
    if early:
        for v in victims:
            ts[v].cancel("early")
    for _ in range(releases):
        sem.release()
    if not early:
        for v in victims:
            ts[v].cancel("granted")
    newcomer = asyncio.create_task(worker("new", sem))
    log("locked:", sem.locked())
    await asyncio.sleep(1)
    log("done:", [n for n, t in ts.items() if t.done()], "new:", newcomer.done(), "locked:", sem.locked())
    for t in (*ts.values(), newcomer):
        t.cancel("end")
    await asyncio.sleep(1)
    free = 0
    while not sem.locked():
        await sem.acquire()
        free += 1
    log("free:", free)


async def main():
    await scene("one slot, its owner cancelled", 1, "a", False)
    await scene("two slots, both owners cancelled", 2, "ab", False)
    await scene("two slots, the second owner cancelled", 2, "b", False)
    await scene("all cancelled, then three slots", 3, "abcd", True)
    await scene("first cancelled, then one slot", 1, "a", True)
    await scene("six slots, the last cancelled", 6, "d", False)


run(main())
