// Barriers.
#include <doctest/doctest.h>

#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

namespace aborted {
Coroutine<> party(std::string name, Barrier& bar, Duration delay = 0s) {
    co_await sleep(delay);
    try {
        co_await bar.wait();
        say(name, "passes");
    } catch (const BrokenBarrierError&) {
        say(name, "BrokenBarrierError");
    }
}
Coroutine<> main() {
    Barrier bar("bar", 3);
    std::vector<Task<>> early;
    for (const char* const n : {"a", "b"}) {
        early.push_back(create_task(party(n, bar)));
    }
    co_await sleep(1s);
    co_await bar.abort();
    say("aborted; broken:", bar.broken(), "waiting:", bar.n_waiting());
    co_await gather(early);
    co_await party("late", bar);
    co_await bar.reset();
    say("reset; broken:", bar.broken());
    co_await gather(party("x", bar, 0s), party("y", bar, 500ms), party("z", bar, 1s));
}
}  // namespace aborted

namespace cancelled_party {
Coroutine<> party(std::string name, Barrier& bar) {
    try {
        const int index = co_await bar.wait();
        say(name, "passes with index", index);
    } catch (const CancelledError&) {
        say(name, "cancelled; waiting:", bar.n_waiting(), "broken:", bar.broken());
        throw;
    }
}
Coroutine<> main() {
    Barrier bar("bar", 3);
    std::vector<Task<>> ts;
    for (const char* const n : {"a", "b"}) {
        ts.push_back(create_task(party(n, bar)));
    }
    co_await sleep(1s);
    say("waiting:", bar.n_waiting());
    ts[0].cancel();
    co_await sleep(1s);
    for (const char* const n : {"c", "d"}) {
        ts.push_back(create_task(party(n, bar)));
    }
    co_await wait(ts);
    say("waiting:", bar.n_waiting(), "broken:", bar.broken());
}
}  // namespace cancelled_party

namespace generations {
Coroutine<> party(std::string name, Barrier& bar, Duration pace) {
    for (int phase = 0; phase < 2; ++phase) {
        co_await sleep(pace);
        say(name, "arrives, waiting:", bar.n_waiting());
        const int index = co_await bar.wait();
        say(name, "passes phase", phase, "index", index);
    }
}
Coroutine<> main() {
    Barrier bar("bar", 3);
    co_await gather(party("a", bar, 1s), party("b", bar, 3s), party("c", bar, 2s));
    say("waiting:", bar.n_waiting(), "broken:", bar.broken());
}
}  // namespace generations

namespace reset_while_waiting {
Coroutine<> party(std::string name, Barrier& bar) {
    for (int attempt = 1; attempt <= 2; ++attempt) {
        try {
            const int index = co_await bar.wait();
            say(name, "passes with", index, "on attempt", attempt);
            co_return;
        } catch (const BrokenBarrierError&) {
            say(name, "thrown out of attempt", attempt);
        }
    }
}
Coroutine<> main() {
    Barrier bar("bar", 3);
    std::vector<Task<>> ts;
    for (const char* const n : {"a", "b"}) {
        ts.push_back(create_task(party(n, bar)));
    }
    co_await sleep(1s);
    co_await bar.reset();
    say("reset; broken:", bar.broken());
    co_await sleep(1s);
    say("waiting again:", bar.n_waiting());
    ts.push_back(create_task(party("c", bar)));
    co_await gather(ts);
}
}  // namespace reset_while_waiting

TEST_CASE("barrier_abort") { conforms("barrier_abort", aborted::main); }
TEST_CASE("barrier_cancelled_party") { conforms("barrier_cancelled_party", cancelled_party::main); }
TEST_CASE("barrier_generations") { conforms("barrier_generations", generations::main); }
TEST_CASE("barrier_reset_while_waiting") {
    conforms("barrier_reset_while_waiting", reset_while_waiting::main);
}

}  // namespace
}  // namespace coroscope::conformance
