"""virtual.py PROGRAM: runs an ordinary asyncio program in virtual time and prints what it did as JSON.

The program is one that a learner would start: asyncio.run(main()), print(), time.sleep(). CPython's own asyncio
does all the scheduling; the loop's clock, the executors and time.sleep are those of the conformance corpus
(tests/conformance/cases/vloop.py).
Future.result(timeout) of concurrent.futures in the loop's own thread blocks the loop until the timeout.

The JSON is a list with one object for each event loop that the program ran, in order:
    lines    [[time_ns, text], ...]: each line printed while that loop was running
    outcome  "finished", "failed" or "hang" (nothing ready and no timer: a real program would stand still for ever)
    result   str() of what asyncio.run() returned, null if that was None
    error    "Type: message" of what it raised, null otherwise
What is printed while no loop runs is left out.
"""
import asyncio
import builtins
import concurrent.futures
import io
import json
import logging
import os
import pathlib
import sys
import time
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "conformance" / "cases"))
import vloop  # noqa: E402

runs = []
real_print = print
real_run = asyncio.run
real_result = concurrent.futures.Future.result


class Loop(vloop.VirtualLoop):
    def __init__(self):
        current = vloop._loop
        super().__init__()
        self.counted = False
        if asyncio._get_running_loop() is not None:
            vloop._loop = current  # made inside a running loop: its clock is not the program's

    def run_forever(self):
        if not self.counted and asyncio._get_running_loop() is None:
            self.counted = True
            vloop._loop = self
            runs.append({"lines": [], "outcome": "finished", "result": None, "error": None})
        super().run_forever()

    def _idle(self, timeout):
        if timeout is None:
            runs[-1]["outcome"] = "hang"
            leave()
        super()._idle(timeout)


def leave():
    for one in runs:
        one["lines"].sort(key=lambda line: line[0])  # a job prints ahead of the loop's clock; the sort is stable
    sys.stdout.write(json.dumps(runs))
    sys.stdout.flush()
    os._exit(0)


def now():
    ahead = vloop._job[0] if vloop._job is not None else 0.0
    return vloop.now() + ahead


def print_line(*parts, sep=" ", end="\n", file=None, flush=False):
    if file not in (None, sys.stdout):
        return
    if asyncio._get_running_loop() is None and vloop._job is None:
        return
    text = io.StringIO()
    real_print(*parts, sep=sep, end="", file=text)
    for line in text.getvalue().split("\n"):
        runs[-1]["lines"].append([round(now() * 1e9), line])


def run(main, **options):
    inside = asyncio._get_running_loop() is not None
    try:
        result = real_run(main, **options)
    except BaseException as error:
        if runs and not inside:
            runs[-1]["outcome"] = "failed"
            runs[-1]["error"] = vloop.exc(error)
        raise
    runs[-1]["result"] = None if result is None else str(result)
    return result


def wait_in_loop(future, timeout=None):
    """Future.result(): the loop's own thread stands still, so nobody can end the future meanwhile."""
    if not future.done() and asyncio._get_running_loop() is not None:
        if timeout is None:
            runs[-1]["outcome"] = "hang"
            leave()
        vloop.block(timeout)
        raise TimeoutError
    return real_result(future, timeout)


def pool(max_workers=4, *_, **__):
    return vloop.VirtualExecutor(vloop._loop, max_workers)


builtins.print = print_line
asyncio.run = run
concurrent.futures.Future.result = wait_in_loop
asyncio.new_event_loop = asyncio.events.new_event_loop = Loop
concurrent.futures.ThreadPoolExecutor = concurrent.futures.ProcessPoolExecutor = pool
time.sleep = vloop.block
time.monotonic = time.perf_counter = time.time = now
logging.getLogger("asyncio").handlers[:] = [logging.NullHandler()]
warnings.simplefilter("ignore")

source = pathlib.Path(sys.argv[1]).read_text()
try:
    exec(compile(source, sys.argv[1], "exec"), {"__name__": "__main__"})
except Exception as error:  # the program ends as it would at a prompt
    if not runs or runs[-1]["outcome"] != "failed":
        raise
leave()
