# PINS: random programs of nested timeouts, groups, waits, shields, gathers and cancellations behave the same, iteration by iteration.
# SOURCE: Coroutines and Tasks
# NOTE: a group cancels its children in the order of a set; here the set keeps the order of creation.
# GROUP: taskgroup
# LEVEL: nasty

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


class Random:
    def __init__(self, seed):
        self.state = seed

    def next(self, n):
        self.state = (self.state * 1103515245 + 12345) % 2147483648
        return (self.state // 65536) % n

    def fork(self):
        return self.next(32768) + 1


tasks = []


def spawn(path, seed, depth):
    t = asyncio.create_task(node(path, seed, depth))
    tasks.append(t)
    return t


def spawn_several(path, random, depth):
    ts = []
    for i in range(1 + random.next(3)):
        ts.append(spawn(f"{path}{i}", random.fork(), depth))
    return ts


async def turns(n):
    for _ in range(n):
        await asyncio.sleep(0)


def maybe_fail(path, random):
    if random.next(4) == 0:
        raise ValueError(path)


async def in_timeout(path, random, depth):
    async with asyncio.timeout(random.next(6) * 0.25) as cm:
        await node(path + "t", random.fork(), depth)
        if random.next(3) == 0:
            cm.reschedule(random.next(6) * 0.25)
        await turns(random.next(4))


async def in_group(path, random, depth):
    async with TaskGroup() as tg:
        for i in range(1 + random.next(3)):
            tasks.append(tg.create_task(node(f"{path}g{i}", random.fork(), depth)))
        if random.next(2) == 0:
            await node(path + "b", random.fork(), depth)
        else:
            await turns(random.next(4))
        maybe_fail(path, random)


async def in_wait(path, random, depth):
    ts = spawn_several(path + "w", random, depth)
    when = (asyncio.ALL_COMPLETED, asyncio.FIRST_COMPLETED, asyncio.FIRST_EXCEPTION)[random.next(3)]
    limit = random.next(6)
    done, pending = await asyncio.wait(ts, timeout=limit * 0.25 if limit < 5 else None,
                                       return_when=when)
    log(path, "done", len(done), "pending", len(pending))
    for t in ts:
        if t in pending:
            t.cancel()
    if pending and random.next(2) == 0:
        await asyncio.wait(pending)


async def in_completed(path, random, depth):
    ts = spawn_several(path + "c", random, depth)
    limit = random.next(8)
    try:
        for nxt in asyncio.as_completed(ts, timeout=limit * 0.25 if limit < 6 else None):
            try:
                await nxt
                log(path, "next ok")
            except ValueError:
                log(path, "next failed")
    except TimeoutError:
        log(path, "no next")


async def operate(path, random, depth):
    op = random.next(11) if depth else random.next(2)
    if op == 0:
        await asyncio.sleep(random.next(8) * 0.25)
        maybe_fail(path, random)
    elif op == 1:
        await turns(random.next(4))
        maybe_fail(path, random)
    elif op == 2:
        await in_timeout(path, random, depth - 1)
    elif op in (3, 10):
        await in_group(path, random, depth - 1)
    elif op == 4:
        await in_wait(path, random, depth - 1)
    elif op == 5:
        await asyncio.shield(spawn(path + "s", random.fork(), depth - 1))
    elif op == 6:
        seed = random.fork()
        await asyncio.wait_for(node(path + "f", seed, depth - 1), random.next(5) * 0.25)
    elif op == 7:
        first, second = random.fork(), random.fork()
        await asyncio.gather(node(path + "x", first, depth - 1), node(path + "y", second, depth - 1))
    elif op == 8:
        await in_completed(path, random, depth - 1)
    elif op == 9:
        await turns(random.next(3))
        log(path, "cancels ->", tasks[random.next(len(tasks))].cancel())
        await turns(random.next(3))


async def node(path, seed, depth):
    random = Random(seed)
    me = asyncio.current_task()
    try:
        await operate(path, random, depth)
        log(path, "ok, requests:", me.cancelling())
    except BaseException as e:
        log(path, exc(e), "requests:", me.cancelling())
        how = random.next(8)
        if how == 0:
            return
        if how < 3:
            await asyncio.sleep(how * 0.25)
        raise


async def scene(seed):
    log("--- seed", seed)
    tasks.clear()
    spawn("r", seed, 4)
    for i in range(6):
        open_ones = [t for t in tasks if not t.done()]
        if open_ones:
            await asyncio.wait(open_ones, timeout=2)
        if i:
            for t in list(tasks):
                if not t.done():
                    t.cancel()
    for t in tasks:
        if t.done() and not t.cancelled():
            t.exception()


async def main():
    for seed in range(1, 121):
        await scene(seed * 7919)


run(main())
