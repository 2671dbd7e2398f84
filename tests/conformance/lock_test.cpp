#include <doctest/doctest.h>

#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

namespace cancelled_waiter_is_skipped {
Coroutine<> worker(std::string name, Lock& lock) {
    try {
        const auto held = co_await lock.hold();
        say(name, "enters");
        co_await sleep(1s);
    } catch (const CancelledError&) {
        say(name, "cancelled");
        throw;
    }
}
Coroutine<> main() {
    Lock lock;
    std::vector<Task<>> ts;
    for (const char* const n : {"a", "b", "c", "d"}) {
        ts.push_back(create_task(worker(n, lock)));
    }
    co_await sleep(500ms);
    ts[1].cancel();
    co_await sleep(1s);
    ts[3].cancel();
    co_await wait(ts);
    say("locked:", lock.locked());
}
}  // namespace cancelled_waiter_is_skipped

namespace convoy_with_timeouts {
Coroutine<> worker(std::string name, Lock& lock, Duration patience, Duration hold) {
    try {
        co_await async_with(timeout(patience), [&](Timeout& cm) -> Coroutine<> {
            co_await lock.acquire();
            cm.reschedule(std::nullopt);
        });
    } catch (const TimeoutError&) {
        say(name, "gives up");
        co_return;
    }
    say(name, "enters");
    co_await sleep(hold);
    say(name, "leaves");
    lock.release();
}
Coroutine<> main() {
    Lock lock;
    co_await gather(worker("a", lock, 1s, 2s), worker("b", lock, 1500ms, 1s),
                    worker("c", lock, 2s, 1s), worker("d", lock, 9s, 1s),
                    worker("e", lock, 2500ms, 1s), worker("f", lock, 4s, 500ms));
    say("locked:", lock.locked());
}
}  // namespace convoy_with_timeouts

namespace fifo {
Coroutine<> worker(std::string name, Lock& lock, Duration ask_at, Duration hold) {
    co_await sleep(ask_at);
    say(name, "asks");
    {
        const auto held = co_await lock.hold();
        say(name, "enters");
        co_await sleep(hold);
    }
    say(name, "left");
}
Coroutine<> main() {
    Lock lock;
    co_await gather(worker("a", lock, 0s, 2s), worker("b", lock, 1s, 1s),
                    worker("c", lock, 500ms, 1s), worker("d", lock, 1500ms, 500ms));
    say("locked:", lock.locked());
}
}  // namespace fifo

namespace misuse {
Coroutine<> other(Lock& lock) {
    say("other releases");
    lock.release();
    co_return;
}
Coroutine<> main() {
    Lock lock;
    try {
        lock.release();
    } catch (const RuntimeError& e) {
        say(e);
    }
    co_await lock.acquire();
    Task<> t = create_task(other(lock));
    say("main waits for its own lock");
    co_await lock.acquire();
    say("main has it again; locked:", lock.locked());
    co_await t;
}
}  // namespace misuse

namespace no_barging {
Coroutine<> worker(std::string name, Lock& lock) {
    say(name, "asks");
    const auto held = co_await lock.hold();
    say(name, "enters");
}
Coroutine<> main() {
    Lock lock;
    co_await lock.acquire();
    Task<> a = create_task(worker("a", lock));
    Task<> b = create_task(worker("b", lock));
    co_await sleep(1s);
    Task<> late = create_task(worker("late", lock));
    lock.release();
    say("released; locked:", lock.locked());
    co_await gather(late, a, b);
}
}  // namespace no_barging

namespace release_reacquire_goes_to_the_back {
Coroutine<> worker(std::string name, Lock& lock, int rounds) {
    for (int i = 0; i < rounds; ++i) {
        co_await lock.acquire();
        say(name, "round", i);
        co_await sleep(0s);
        lock.release();
    }
    say(name, "ends");
}
Coroutine<> main() {
    Lock lock;
    co_await gather(worker("a", lock, 3), worker("b", lock, 2), worker("c", lock, 1));
}
}  // namespace release_reacquire_goes_to_the_back

namespace uncontended_is_immediate {
Coroutine<> other() {
    say("other runs");
    co_return;
}
Coroutine<> main() {
    Lock lock;
    Task<> t = create_task(other());
    for (int i = 0; i < 3; ++i) {
        co_await lock.acquire();
        say("acquire -> yes locked:", lock.locked());
        lock.release();
    }
    say("other done:", t.done());
    co_await t;
}
}  // namespace uncontended_is_immediate

namespace woken_waiter_cancelled {
Coroutine<> worker(std::string name, Lock& lock) {
    try {
        const auto held = co_await lock.hold();
        say(name, "enters");
    } catch (const CancelledError&) {
        say(name, "cancelled; locked:", lock.locked());
        throw;
    }
}
Coroutine<> scene(std::string victims) {
    say("--- victims", victims);
    Lock lock;
    co_await lock.acquire();
    std::vector<Task<>> ts;
    for (const char* const n : {"a", "b", "c", "d"}) {
        ts.push_back(create_task(worker(n, lock)));
    }
    co_await sleep(1s);
    lock.release();
    for (const char v : victims) {
        ts[static_cast<std::size_t>(v - 'a')].cancel();
    }
    ts.push_back(create_task(worker("late", lock)));
    co_await wait(ts);
    say("locked:", lock.locked());
}
Coroutine<> main() {
    co_await scene("a");
    co_await scene("ab");
    co_await scene("b");
    co_await scene("abcd");
}
}  // namespace woken_waiter_cancelled

TEST_CASE("lock_cancelled_waiter_is_skipped") {
    conforms("lock_cancelled_waiter_is_skipped", cancelled_waiter_is_skipped::main);
}
TEST_CASE("lock_convoy_with_timeouts") {
    conforms("lock_convoy_with_timeouts", convoy_with_timeouts::main);
}
TEST_CASE("lock_fifo") { conforms("lock_fifo", fifo::main); }
TEST_CASE("lock_misuse") { conforms("lock_misuse", misuse::main); }
TEST_CASE("lock_no_barging") { conforms("lock_no_barging", no_barging::main); }
TEST_CASE("lock_release_reacquire_goes_to_the_back") {
    conforms("lock_release_reacquire_goes_to_the_back", release_reacquire_goes_to_the_back::main);
}
TEST_CASE("lock_uncontended_is_immediate") {
    conforms("lock_uncontended_is_immediate", uncontended_is_immediate::main);
}
TEST_CASE("lock_woken_waiter_cancelled") {
    conforms("lock_woken_waiter_cancelled", woken_waiter_cancelled::main);
}

}  // namespace
}  // namespace coroscope::conformance
