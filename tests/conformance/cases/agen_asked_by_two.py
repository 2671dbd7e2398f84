# PINS: asking a generator for an item, or closing it, while another task is inside it is a RuntimeError; the one inside is not disturbed.
# SOURCE: PEP 525
# GROUP: async generators & context managers
# LEVEL: medium

import asyncio
from vloop import log, run


async def numbers():
    for i in range(2):
        await asyncio.sleep(1)
        yield i


async def consumer(gen):
    async for i in gen:
        log("item", i)


async def main():
    gen = numbers()
    t = asyncio.create_task(consumer(gen))
    await asyncio.sleep(0.5)
    try:
        await anext(gen)
    except RuntimeError:
        log("anext: RuntimeError")
    try:
        await gen.aclose()
    except RuntimeError:
        log("aclose: RuntimeError")
    await t


run(main())
