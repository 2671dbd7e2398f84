# PINS: a PriorityQueue is Python's binary heap: items that are neither less than the other come out in the order that its sifting leaves.
# SOURCE: Queues, "Priority Queue"
# GROUP: queues
# LEVEL: medium

import asyncio
from vloop import log, run


class Job:
    def __init__(self, priority, name):
        self.priority = priority
        self.name = name

    def __lt__(self, other):
        return self.priority < other.priority


async def main():
    for count in (3, 5, 8, 13):
        for spread in (1, 2, 3):
            q = asyncio.PriorityQueue()
            for i in range(count):
                await q.put(Job(i * 7 % spread, str(i)))
            names = []
            for i in range(count // 2):
                names.append((await q.get()).name)
            for i in range(count // 2):
                q.put_nowait(Job(i % spread, "n" + str(i)))
            while not q.empty():
                names.append(q.get_nowait().name)
            log(count, spread, " ".join(names))


run(main())
