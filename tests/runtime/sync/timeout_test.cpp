#include "runtime/sync/timeout.h"

#include <doctest/doctest.h>

#include <string>

#include "runtime/core/log.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/wait.h"
#include "runtime/sync/wait_for.h"
#include "tests/support/ran.h"

using namespace coroscope;
using test::Ran;
using Strings = std::vector<std::string>;

namespace {

template <class F>
void attempt(F action) {
    try {
        action();
        log("accepted");
    } catch (const RuntimeError& error) {
        log("{}", error.message());
    }
}

Coroutine<> misuse() {
    Timeout limit(1s);
    attempt([&] { limit.reschedule(2s); });
    try {
        co_await async_with(limit, [&]() -> Coroutine<> {
            attempt([&] { limit.reschedule(2s); });
            attempt([&] { limit.enter(); });
            try {
                co_await sleep(9s);
            } catch (const CancelledError&) {
                attempt([&] { limit.reschedule(20s); });
                throw;
            }
        });
    } catch (const TimeoutError&) {
        attempt([&] { limit.reschedule(20s); });
    }
    Timeout other(1s);
    co_await async_with(other, [&]() -> Coroutine<> { co_return; });
    attempt([&] { other.reschedule(20s); });
}

Coroutine<> at_a_time() {
    co_await sleep(1s);
    try {
        co_await async_with(timeout_at(3s), [&](Timeout& limit) -> Coroutine<> {
            log("{}", limit.when() == std::optional<Duration>(3s));
            co_await sleep(9s);
        });
    } catch (const TimeoutError&) {
        log("ends at {}", now().count());
    }
    co_await async_with(timeout_at(std::nullopt), [&]() -> Coroutine<> { co_await sleep(9s); });
}

Coroutine<> slow_cleanup() {
    bool cancelled = false;
    try {
        co_await sleep(9s);
    } catch (const CancelledError&) {
        cancelled = true;
    }
    if (cancelled) {
        co_await sleep(1s);
    }
}
Coroutine<> waits_for_nothing(Task<> task) { co_await wait_for(task, 0s); }
Coroutine<> caller_does_not_wait() {
    auto slow = create_task(slow_cleanup(), "slow");
    co_await sleep(0s);
    auto caller = create_task(waits_for_nothing(slow), "caller");
    co_await sleep(500ms);
    caller.cancel();
    co_await wait(caller);
    log("caller gone at {}, slow done: {}", now().count(), slow.done());
    co_await wait(slow);
}

}  // namespace

TEST_CASE("a timeout can be rescheduled only while its block is active") {
    const Ran run(misuse());
    CHECK(run.logs() == Strings{"Timeout has not been entered: reschedule it inside its block",
                                "accepted",
                                "Timeout has already been entered: make a new one for each block",
                                "Cannot change state of expiring Timeout: its deadline has come",
                                "Cannot change state of expired Timeout",
                                "Cannot change state of finished Timeout"});
}

TEST_CASE("timeout_at ends at a point of loop time, or never") {
    const Ran run(at_a_time());
    CHECK(run.logs() == Strings{"true", "ends at 3000000000"});
    CHECK(run.ended_at == 12'000'000'000);
}

TEST_CASE("who is cancelled while wait_for(t <= 0) waits for the rest goes at once") {
    const Ran run(caller_does_not_wait());
    CHECK(run.logs() == Strings{"caller gone at 500000000, slow done: false"});
}
