# PINS: reschedule() is a RuntimeError before the block, while it expires and after it; a timeout can be entered once.
# SOURCE: Coroutines and Tasks, "Timeouts / Timeout"
# GROUP: wait_for/timeout
# LEVEL: medium

import asyncio
from vloop import log, run


def attempt(when, cm):
    try:
        cm.reschedule(None)
        log(when, "rescheduled")
    except RuntimeError:
        log(when, "RuntimeError")


async def main():
    cm = asyncio.timeout(1)
    attempt("before:", cm)
    try:
        async with cm:
            try:
                await asyncio.sleep(2)
            finally:
                attempt("expiring:", cm)
    except TimeoutError:
        attempt("expired:", cm)
    cm = asyncio.timeout(1)
    async with cm:
        attempt("active:", cm)
        await asyncio.sleep(2)
    attempt("left:", cm)
    try:
        async with cm:
            log("entered twice")
    except RuntimeError:
        log("again: RuntimeError")


run(main())
