# PINS: while a tripped barrier drains, reset and abort throw those out who have not left yet, newcomers are held back, and a cancelled party only lowers the count.
# SOURCE: Synchronization Primitives, "Barrier"
# GROUP: sync
# LEVEL: nasty

import asyncio
from vloop import exc, log, run


async def party(name, bar):
    try:
        log(name, "passes with", await bar.wait())
    except asyncio.BrokenBarrierError as e:
        log(name, exc(e))
    except asyncio.CancelledError as e:
        log(name, exc(e), "waiting:", bar.n_waiting)
        raise


async def scene(title, act):
    log("---", title)
    bar = asyncio.Barrier(3)
    ts = [asyncio.create_task(party(n, bar)) for n in "ab"]
    await asyncio.sleep(1)
    log("waiting:", bar.n_waiting, "of", bar.parties)
    log("main passes with", await bar.wait())
    log("waiting:", bar.n_waiting, "broken:", bar.broken)
    late = [asyncio.create_task(party(n, bar)) for n in "xy"]
    await act(bar, ts, late)
    await asyncio.sleep(1)
    log("waiting:", bar.n_waiting, "broken:", bar.broken)
    if bar.broken:
        await bar.reset()
        log("reset; broken:", bar.broken)
    last = [asyncio.create_task(party(n, bar)) for n in "pq"]
    await asyncio.sleep(1)
    log("waiting:", bar.n_waiting)
    for t in ts + late + last:
        t.cancel()
    await asyncio.sleep(1)
    log("waiting:", bar.n_waiting)


async def nothing(bar, ts, late):
    pass


async def reset(bar, ts, late):
    await bar.reset()


async def abort(bar, ts, late):
    await bar.abort()


async def abort_and_reset(bar, ts, late):
    await bar.abort()
    await bar.reset()


async def cancel_woken(bar, ts, late):
    ts[0].cancel("woken")


async def cancel_all_and_reset(bar, ts, late):
    for t in ts:
        t.cancel("all")
    await bar.reset()


async def newcomer_held_back_is_cancelled(bar, ts, late):
    await bar.reset()
    await asyncio.sleep(0)
    late[0].cancel("held back")


async def wait_at_once(bar, ts, late):
    try:
        log("main passes with", await asyncio.wait_for(bar.wait(), 0.5))
    except TimeoutError:
        log("main gives up; waiting:", bar.n_waiting)


async def main():
    for act in (nothing, reset, abort, abort_and_reset, cancel_woken, cancel_all_and_reset,
                newcomer_held_back_is_cancelled, wait_at_once):
        await scene(act.__name__.replace("_", " "), act)
    try:
        asyncio.Barrier(0)
    except ValueError as e:
        log(exc(e))
    bar = asyncio.Barrier(1)
    log("alone:", await bar.wait(), await bar.wait(), "waiting:", bar.n_waiting)


run(main())
