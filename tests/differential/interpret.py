"""interpret.py < PROGRAMS > LOGS: runs programs on CPython's asyncio, in virtual time.

Orders that CPython takes from a set are made orders of creation: the children of a TaskGroup that is
aborted, what is left at the end of the run.
"""
import asyncio
import contextvars
import os
import pathlib
import re
import sys
import weakref

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "conformance" / "cases"))
import vloop  # noqa: E402

from program import parse, read_programs, write_programs  # noqa: E402

VARIABLE = contextvars.ContextVar("variable", default=0)
SYNC, ASYNC = {}, {}


class Problem(Exception):
    pass


class Hang(BaseException):
    pass


class Return:
    def __init__(self, value):
        self.value = value


# -- orders of creation where CPython has sets

class CreationOrder(dict):
    def add(self, item):
        self[item] = True

    def discard(self, item):
        self.pop(item, None)


class TaskGroup(asyncio.TaskGroup):
    def __init__(self):
        super().__init__()
        self._tasks = CreationOrder()


class Loop(vloop.VirtualLoop):
    def __init__(self):
        super().__init__()
        self._asyncgens = _WeakInOrder()
        self.closes_generator = False

    def _idle(self, timeout):
        if timeout is None:
            raise Hang
        super()._idle(timeout)


class _WeakInOrder:
    def __init__(self):
        self.refs = []

    def add(self, item):
        self.refs.append(weakref.ref(item))

    def discard(self, item):
        self.refs = [ref for ref in self.refs if ref() is not None and ref() is not item]

    def __iter__(self):
        return iter([ref() for ref in self.refs if ref() is not None])

    def __len__(self):
        return len(list(iter(self)))

    def clear(self):
        self.refs = []


def all_tasks_in_order(loop):
    """What the end of the run cancels."""
    tasks = [ref() for ref in loop._born]
    left = [t for t in tasks if t is not None and not t.done()]
    if any(type(t.get_coro()).__name__ == "async_generator_athrow" for t in left):
        loop.closes_generator = True
    return left


asyncio.tasks.all_tasks = all_tasks_in_order


# -- words

def shown(value):
    if isinstance(value, BaseExceptionGroup):
        return "ExceptionGroup(" + ", ".join(shown(e) for e in value.exceptions) + ")"
    if isinstance(value, (asyncio.CancelledError, Problem)):
        return vloop.exc(value)
    if isinstance(value, BaseException):
        return type(value).__name__
    if isinstance(value, list):
        return "[" + ", ".join(shown(v) for v in value) + "]"
    return vloop.show(value)


def eighths(word):
    return None if word == "none" else int(word) / 8


def matches(kind, error):
    return isinstance(error, {"Problem": Problem, "Cancelled": asyncio.CancelledError,
                              "Timeout": TimeoutError, "Group": BaseExceptionGroup,
                              "Error": Exception, "Any": BaseException}[kind])


def sync(function):
    SYNC[function.__name__.strip("_")] = function


def waits(function):
    ASYNC[function.__name__.strip("_")] = function


class World:
    def __init__(self, lines):
        self.log, self.things, self.bodies, self.count = [], {}, {}, 0
        self.tops = parse(lines)

    def say(self, node, words):
        self.log.append(f"{vloop.now():.3f} {node.section}:{node.line} {words}")

    def thing(self, name):
        return self.things[name]

    def several(self, names):
        return [self.things[name] for name in names if name in self.things]

    # -- running
    def missing(self, node):
        """True if it speaks of a task, generator, ... that is not there (yet), or makes one that
        is."""
        if node.op in NAMES_FROM:
            return not self.several(node.args[NAMES_FROM[node.op]:])
        for i, name in enumerate(node.args):
            if COMES_AND_GOES.fullmatch(name) and (
                    (name in self.things) == (DEFINES.get(node.op) == i)):
                return True
        return False

    async def run_block(self, nodes):
        """Return if it was left by "return", else None."""
        for i, node in enumerate(nodes):
            if node.op in ("except", "finally"):
                continue
            if self.missing(node):
                self.say(node, f"{node.text}: skipped")
                continue
            if node.op in SYNC:
                result = self.run_sync(node)
            else:
                handlers = []
                if node.op == "try":
                    while len(nodes) > i + 1 and nodes[i + 1].op in ("except", "finally"):
                        handlers.append(nodes[i + 1])
                        i += 1
                result = await self.run_async(node, handlers)
            if isinstance(result, Return):
                return result
        return None

    def run_sync(self, node):
        try:
            result = SYNC[node.op](self, node, *node.args)
        except BaseException as e:
            self.say(node, f"{node.text} ! {shown(e)}")
            if node.op == "raise":
                raise
            return None
        words = "" if result is None or isinstance(result, Return) else " = " + shown(result)
        self.say(node, node.text + words)
        return result

    async def run_async(self, node, handlers):
        self.say(node, node.text)
        try:
            if node.op == "try":
                result = await self.run_try(node, handlers)
            else:
                result = await ASYNC[node.op](self, node, *node.args)
        except BaseException as e:
            self.say(node, f"! {shown(e)}{self.requests()}")
            raise
        words = "" if result is None or isinstance(result, Return) else " " + shown(result)
        self.say(node, f"={words}{self.requests()}")
        return result

    def requests(self):
        task = asyncio.current_task()
        return f" r{task.cancelling()}" if task.cancelling() else ""

    async def run_try(self, node, handlers):
        error = result = None
        try:
            result = await self.run_block(node.children)
        except BaseException as e:
            error = e
        for handler in handlers:
            caught = False
            if handler.op == "finally":
                caught = True
            elif error is not None and matches(handler.args[0], error):
                caught = True
            if caught:
                self.say(handler, handler.text)
                left = error
                if handler.op == "except" and "again" not in handler.args:
                    left = None
                try:
                    flow = await self.run_block(handler.children)
                    if flow is not None:
                        result, left = flow, None
                except BaseException as e:
                    left = e
                error = left
        if error is not None:
            raise error
        return result

    def run_callback(self, nodes):
        for node in nodes:
            if node.op not in SYNC or self.missing(node):
                self.say(node, f"{node.text}: skipped")
            else:
                self.run_sync(node)

    async def body(self, name):
        section = self.bodies[name]
        self.things.setdefault(name, asyncio.current_task())
        self.say(section, f"task {name}")
        try:
            flow = await self.run_block(section.children)
        except BaseException as e:
            self.say(section, f"! {shown(e)}{self.requests()}")
            raise
        self.say(section, f"={self.requests()}")
        return flow.value if flow else 0

    async def generator(self, name):
        section = self.bodies[name]
        self.say(section, f"generator {name}")
        cleanup = []
        for node in section.children:
            if node.op == "finally":
                cleanup = node.children
        try:
            for node in section.children:
                if node.op == "yield":
                    self.say(node, node.text)
                    try:
                        yield int(node.args[0])
                    except BaseException as e:
                        self.say(node, f"! {shown(e)}")
                        raise
                elif node.op != "finally":
                    await self.run_block([node])
        finally:
            self.say(section, "finally")
            for node in cleanup:
                if node.op == "yield":
                    self.say(node, node.text)
                    yield int(node.args[0])
                else:
                    await self.run_block([node])
            self.say(section, "=")

    async def main(self):
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self.handle_exception)
        asyncio.current_task().set_name("main")
        for node in self.tops:
            if node.op in ("task", "generator"):
                self.bodies[node.args[0]] = node
            else:
                self.things[node.args[0]] = self.make(node.op, *node.args[1:])
        return await self.body("main")

    def make(self, kind, *args):
        if kind == "condition":
            return asyncio.Condition(*[self.things[a] for a in args])
        make = {"lock": asyncio.Lock, "event": asyncio.Event, "semaphore": asyncio.Semaphore,
                "bounded": asyncio.BoundedSemaphore, "barrier": asyncio.Barrier,
                "fifo": asyncio.Queue, "lifo": asyncio.LifoQueue,
                "priority": asyncio.PriorityQueue,
                "future": asyncio.get_running_loop().create_future}[kind]
        return make(*[int(a) for a in args])

    def handle_exception(self, loop, context):
        message = context["message"]
        if "never retrieved" in message or "destroyed" in message:
            return
        if isinstance(context["exception"], StopAsyncIteration):
            return  # CPython closes a generator twice at the end of the run
        what = "callback" if message.startswith("Exception in callback") else "left"
        self.log.append(f"{vloop.now():.3f} loop: {what} ! {shown(context['exception'])}")


# Where the names of several things begin among the arguments; which argument is made.
NAMES_FROM = {"gather": 1, "wait_set": 2, "completed": 1, "acompleted": 1}
COMES_AND_GOES = re.compile("[a-h]|main|[XTGH][0-9]+")
DEFINES = {"spawn": 0, "group_spawn": 1, "timeout": 0, "group": 0, "make": 0, "soon": 0, "later": 0}


# -- operations that never suspend

@sync
def spawn(w, node, name):
    w.things[name] = asyncio.create_task(w.body(name), name=name)


@sync
def group_spawn(w, node, group, name):
    w.things[name] = w.thing(group).create_task(w.body(name), name=name)


@sync
def cancel(w, node, name, *message):
    return w.thing(name).cancel(*message)


@sync
def uncancel(w, node, name):
    return w.thing(name).uncancel()


@sync
def cancelling(w, node, name):
    return w.thing(name).cancelling()


@sync
def result(w, node, name):
    return w.thing(name).result()


@sync
def error(w, node, name):
    return w.thing(name).exception()


@sync
def look(w, node, name):
    x = w.thing(name)
    if name[0] in "LSBC":
        return x.locked()
    if name[0] == "E":
        return x.is_set()
    if name[0] == "R":
        return [x.n_waiting, x.broken]
    if name[0] in "QKP":
        return [x.qsize(), x.empty(), x.full()]
    if name[0] == "T":
        return x.expired()
    return [x.done(), x.cancelled()]


@sync
def _raise(w, node, kind, *text):
    raise {"Problem": Problem, "Cancelled": asyncio.CancelledError,
           "Timeout": TimeoutError}[kind](*text)


@sync
def _return(w, node, value):
    return Return(int(value))


@sync
def _set(w, node, name, *value):
    if name[0] == "E":
        w.thing(name).set()
    else:
        w.thing(name).set_result(int(value[0]))


@sync
def fail(w, node, name, text):
    w.thing(name).set_exception(Problem(text))


@sync
def clear(w, node, name):
    w.thing(name).clear()


@sync
def release(w, node, name):
    w.thing(name).release()


@sync
def notify(w, node, name, n):
    w.thing(name).notify(int(n))


@sync
def notify_all(w, node, name):
    w.thing(name).notify_all()


@sync
def put_nowait(w, node, name, item):
    w.thing(name).put_nowait(int(item))


@sync
def get_nowait(w, node, name):
    return w.thing(name).get_nowait()


@sync
def task_done(w, node, name):
    w.thing(name).task_done()


@sync
def shutdown(w, node, name, *now):
    w.thing(name).shutdown(bool(now))


@sync
def var(w, node, *value):
    if value:
        VARIABLE.set(int(value[0]))
    return VARIABLE.get()


@sync
def count(w, node, n):
    w.count += int(n)
    return w.count


@sync
def reschedule(w, node, name, when):
    when = eighths(when)
    w.thing(name).reschedule(None if when is None else when + vloop.now())


@sync
def soon(w, node, name):
    w.things[name] = asyncio.get_running_loop().call_soon(w.run_callback, node.children)


@sync
def later(w, node, name, delay):
    w.things[name] = asyncio.get_running_loop().call_later(eighths(delay), w.run_callback,
                                                           node.children)


@sync
def revoke(w, node, name):
    w.thing(name).cancel()


@sync
def on_end(w, node, name):
    w.thing(name).add_done_callback(lambda _: w.run_callback(node.children))


@sync
def make(w, node, name):
    w.things[name] = w.generator(name)


@sync
def drop(w, node, name):
    del w.things[name]


@sync
def block(w, node, delay):
    vloop.block(eighths(delay))


# -- operations that may suspend

@waits
async def sleep(w, node, delay):
    await asyncio.sleep(eighths(delay))


@waits
async def _await(w, node, name):
    return await w.thing(name)


@waits
async def acquire(w, node, name):
    await w.thing(name).acquire()


@waits
async def hold(w, node, name):
    async with w.thing(name):
        return await w.run_block(node.children)


@waits
async def wait(w, node, name):
    return await w.thing(name).wait()


@waits
async def wait_until(w, node, name, n):
    return await w.thing(name).wait_for(lambda: w.count >= int(n))


@waits
async def reset(w, node, name):
    await w.thing(name).reset()


@waits
async def abort(w, node, name):
    await w.thing(name).abort()


@waits
async def put(w, node, name, item):
    await w.thing(name).put(int(item))


@waits
async def get(w, node, name):
    return await w.thing(name).get()


@waits
async def join(w, node, name):
    await w.thing(name).join()


@waits
async def shield(w, node, name):
    return await asyncio.shield(w.thing(name))


@waits
async def wait_for(w, node, delay, name=None):
    if name is None:
        return await asyncio.wait_for(w.run_block(node.children), eighths(delay))
    x = w.thing(name)
    if name[0] in "LSBC":
        return await asyncio.wait_for(x.acquire(), eighths(delay))
    if name[0] in "QKP":
        return await asyncio.wait_for(x.get(), eighths(delay))
    if name[0] in "ER":
        return await asyncio.wait_for(x.wait(), eighths(delay))
    return await asyncio.wait_for(x, eighths(delay))


@waits
async def timeout(w, node, name, delay):
    async with asyncio.timeout(eighths(delay)) as w.things[name]:
        return await w.run_block(node.children)


@waits
async def group(w, node, name):
    async with TaskGroup() as w.things[name]:
        return await w.run_block(node.children)


@waits
async def gather(w, node, how, *names):
    return await asyncio.gather(*w.several(names), return_exceptions=how == "errors")


@waits
async def gather_new(w, node, how, *names):
    bodies = [w.body(name) for name in names if name not in w.things]
    return await asyncio.gather(*bodies, return_exceptions=how == "errors")


@waits
async def wait_set(w, node, mode, delay, *names):
    when = {"all": asyncio.ALL_COMPLETED, "first": asyncio.FIRST_COMPLETED,
            "exception": asyncio.FIRST_EXCEPTION}[mode]
    done, _ = await asyncio.wait(w.several(names), timeout=eighths(delay), return_when=when)
    return [name for name in names if w.things.get(name) in done]


@waits
async def completed(w, node, delay, *names):
    things = w.several(names)
    if sum(x.done() for x in things) > 1:
        return "several are done: a set's order"
    for following in asyncio.as_completed(things, timeout=eighths(delay)):
        try:
            w.say(node, "next " + shown(await following))
        except Problem as e:
            w.say(node, "next " + shown(e))


@waits
async def acompleted(w, node, delay, *names):
    things = w.several(names)
    if sum(x.done() for x in things) > 1:
        return "several are done: a set's order"
    async for x in asyncio.as_completed(things, timeout=eighths(delay)):
        w.say(node, "next " + next(n for n in names if w.things.get(n) is x))


@waits
async def each(w, node, name, limit):
    for _ in range(int(limit)):
        if name not in w.things:
            return "dropped"
        try:
            item = await w.thing(name).__anext__()
        except StopAsyncIteration:
            return "over"
        w.say(node, f"item {item}")
        flow = await w.run_block(node.children)
        if flow is not None:
            return flow


@waits
async def aclose(w, node, name):
    await w.thing(name).aclose()


@waits
async def athrow(w, node, name, text):
    try:
        item = await w.thing(name).athrow(Problem(text))
        return "over" if item is None else item
    except StopAsyncIteration:
        return "over"


# -- whole programs

graveyard = []  # nothing dies before the process does


def run(lines):
    world = World(lines)
    runner = asyncio.Runner(loop_factory=Loop)
    graveyard.extend((world, runner))
    try:
        try:
            runner.run(world.main())
        except (Exception, asyncio.CancelledError) as e:
            graveyard.append(e)
            end = "! " + shown(e)
        else:
            end = "="
        runner.close()
        world.log.append(f"{vloop.now():.3f} run {end}")
    except Hang:
        left = [n for n in world.bodies if isinstance(world.things.get(n), asyncio.Task)
                and not world.things[n].done()]
        world.log.append(" ".join(["hang:", *left]))
    return [NOT_COMPARED] if vloop._loop.closes_generator else world.log


# A task that closes a dropped generator was cancelled at the end of the run. In its first step CPython
# throws the CancelledError into the generator, where Coroscope closes it all the same.
NOT_COMPARED = "not compared: a generator is being closed at the end of the run"


def main():
    programs = read_programs(sys.stdin.read())
    logs = {name: (lines, run(lines)) for name, (lines, _) in programs.items()}
    sys.stdout.write(write_programs(logs))
    sys.stdout.flush()
    os._exit(0)


main()
