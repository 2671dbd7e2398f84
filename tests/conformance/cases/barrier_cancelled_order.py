# PINS: a cancelled party wakes the one who arrived first, who finds nothing and goes to the end of the line: it passes last, with its old index.
# SOURCE: Synchronization Primitives, "Barrier"
# GROUP: sync
# LEVEL: nasty

import asyncio
from vloop import log, run


async def party(name, bar):
    try:
        log(name, "passes with", await bar.wait())
    except asyncio.CancelledError:
        log(name, "cancelled; waiting:", bar.n_waiting)
        raise


async def main():
    bar = asyncio.Barrier(5)
    ts = {n: asyncio.create_task(party(n, bar)) for n in "abcd"}
    await asyncio.sleep(1)
    ts["c"].cancel()
    await asyncio.sleep(1)
    ts["e"] = asyncio.create_task(party("e", bar))
    await asyncio.sleep(1)
    log("waiting:", bar.n_waiting)
    ts["f"] = asyncio.create_task(party("f", bar))
    await asyncio.sleep(1)
    log("waiting:", bar.n_waiting)
    ts = {n: asyncio.create_task(party(n, bar)) for n in "ghijk"}
    ts["g"].cancel()
    await asyncio.sleep(1)
    ts["h"].cancel()
    ts["i"].cancel()
    log("main passes with", await asyncio.wait_for(bar.wait(), 1))
    await asyncio.sleep(1)
    log("waiting:", bar.n_waiting)


run(main())
