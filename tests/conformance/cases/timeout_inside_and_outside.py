# PINS: inside the block a timeout shows as CancelledError, outside as TimeoutError.
# SOURCE: Lib/asyncio/timeouts.py, __aexit__
# GROUP: wait_for/timeout
# LEVEL: easy

import asyncio
from vloop import exc, log, run


async def main():
    try:
        async with asyncio.timeout(1):
            try:
                await asyncio.sleep(5)
            except BaseException as e:
                log("inside:", exc(e))
                raise
    except BaseException as e:
        log("outside:", exc(e))


run(main())
