# PINS: close() drops what is queued and the timers that are set; scheduling anything after it is a RuntimeError.
# SOURCE: Lib/asyncio/base_events.py, close
# GROUP: basics
# LEVEL: medium

from vloop import exc, log, new_loop

loop = new_loop()
loop.call_soon(loop.stop)
loop.run_forever()
loop.call_soon(log, "never runs")
loop.call_later(1, log, "never fires")
log("closing")
loop.close()
log("closed:", loop.is_closed())
for name, call in (("call_soon", lambda: loop.call_soon(log, "x")),
                   ("call_later", lambda: loop.call_later(1, log, "x")),
                   ("run_forever", loop.run_forever)):
    try:
        call()
    except RuntimeError as e:
        log(name, exc(e))
