# PINS: two conditions on one lock: a bounded buffer whose producers and consumers are woken apart; a cancelled consumer leaves the buffer whole.
# SOURCE: Synchronization Primitives, "Condition"
# GROUP: sync
# LEVEL: medium

import asyncio
from vloop import log, run


async def main():
    lock = asyncio.Lock()
    not_full, not_empty = asyncio.Condition(lock), asyncio.Condition(lock)
    items = []

    async def put(name, item):
        async with not_full:
            await not_full.wait_for(lambda: len(items) < 2)
            items.append(item)
            log(name, "puts", item, "size", len(items))
            not_empty.notify()

    async def get(name):
        async with not_empty:
            await not_empty.wait_for(lambda: len(items) > 0)
            log(name, "takes", items.pop(0), "size", len(items))
            not_full.notify()

    async def producer(name, first):
        for i in range(3):
            await put(name, first + i)

    async def consumer(name):
        while True:
            await get(name)
            await asyncio.sleep(1)

    producers = [asyncio.create_task(producer("p", 10)), asyncio.create_task(producer("q", 20))]
    consumers = [asyncio.create_task(consumer(n)) for n in "cd"]
    await asyncio.sleep(1)
    log("locked:", lock.locked(), not_full.locked(), not_empty.locked())
    consumers[0].cancel()
    await asyncio.gather(*producers)
    log("all put")
    await asyncio.sleep(5)
    log("left:", len(items), "locked:", lock.locked())
    consumers[1].cancel()
    try:
        not_full.notify()
    except RuntimeError as e:
        log(str(e))


run(main())
