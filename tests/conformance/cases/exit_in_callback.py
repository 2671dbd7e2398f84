# PINS: SystemExit raised by a callback leaves the loop at once, past the exception handler; what is behind it in the queue runs while run() ends.
# SOURCE: Lib/asyncio/events.py (Handle._run)
# GROUP: exceptions & debug
# LEVEL: medium

import asyncio
from vloop import log, run


def leaves():
    log("callback leaves")
    raise SystemExit(4)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda l, c: log("not reached"))
    loop.call_soon(log, "before")
    loop.call_soon(leaves)
    loop.call_soon(log, "behind")
    try:
        await asyncio.sleep(10)
    finally:
        log("main stopped")


try:
    run(main())
except SystemExit as e:
    log("run() raised SystemExit", e.code)
