// Signals: check 6 of threads, files and signals.
#include "runtime/world/signals.h"

#include <doctest/doctest.h>

#include "runtime/core/log.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/event.h"
#include "tests/support/ran.h"

namespace coroscope {
namespace {

using namespace std::chrono_literals;
using test::Ran;

Coroutine<> blocked(Duration& heard) {
    Signals signals;
    Event stop("stop");
    signals.add_handler(Signal::Term, [&] {
        heard = now();
        stop.set();
    });
    signals.send_at(1s, Signal::Term);
    co_await sleep(500ms);
    blocking(2s);
    co_await stop.wait();
}

TEST_CASE("a signal that comes while a step blocks is heard when the step is over") {
    Duration heard{};
    const Ran ran(blocked(heard));
    CHECK(ran.outcome == Outcome::Finished);
    CHECK(heard == 2500ms);
}

Coroutine<> sleeps(Duration first, Duration second, Duration& cancelled) {
    Signals signals;
    signals.send_at(first, Signal::Int);
    if (second > first) {
        signals.send_at(second, Signal::Int);
    }
    try {
        co_await sleep(10s);
    } catch (const CancelledError&) {
        cancelled = now();
    }
    co_await sleep(5s);
}

TEST_CASE("the first SIGINT cancels the main task, the second ends the program") {
    Duration cancelled{};
    const Ran once(sleeps(1s, 0s, cancelled));
    CHECK(once.outcome == Outcome::Finished);
    CHECK(cancelled == 1s);
    cancelled = {};
    const Ran twice(sleeps(1s, 2s, cancelled));
    CHECK(cancelled == 1s);
    CHECK(twice.outcome == Outcome::Failed);
    CHECK(describe(twice.error) == "KeyboardInterrupt");
}

Coroutine<> terminated() {
    Signals signals;
    signals.add_handler(Signal::Term, [] { log("never"); });
    CHECK(signals.remove_handler(Signal::Term));
    CHECK_FALSE(signals.remove_handler(Signal::Term));
    signals.send_at(1s, Signal::Term);
    co_await sleep(10s);
}

TEST_CASE("a SIGTERM that nobody handles ends the program at once") {
    const Ran ran(terminated());
    CHECK(ran.outcome == Outcome::Failed);
    CHECK(describe(ran.error).starts_with("SystemExit"));
}

}  // namespace
}  // namespace coroscope
