# PINS: result() and exception() of a cancelled future raise CancelledError with its message, every time; of a pending one InvalidStateError.
# SOURCE: Lib/asyncio/futures.py, result, exception
# GROUP: futures
# LEVEL: easy

import asyncio
from vloop import exc, log, run


async def main():
    f = asyncio.get_running_loop().create_future()
    for call in (f.result, f.exception):
        try:
            call()
        except asyncio.InvalidStateError as e:
            log(type(e).__name__)
    f.cancel("no longer needed")
    for call in (f.result, f.exception, f.result):
        try:
            call()
        except asyncio.CancelledError as e:
            log(exc(e))


run(main())
