// Cases of our own, for rules that no other case is about.

#include <doctest/doctest.h>

#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

namespace uncancel_revokes {
Coroutine<> worker(int requests) {
    for (int i = 0; i < requests; ++i) {
        me().cancel(nullptr);
    }
    say("requests left:", me().uncancel());
    try {
        co_await sleep(1s);
        say("slept");
    } catch (const CancelledError&) {
        say("cancelled; requests:", me().cancelling());
    }
}
Coroutine<> main() {
    co_await create_task(worker(1));
    co_await create_task(worker(2));
}
}  // namespace uncancel_revokes

namespace nested_shields {
Coroutine<> ticker() {
    for (int i = 0; i < 6; ++i) {
        say("tick", i);
        co_await sleep(0s);
    }
}
Coroutine<> job() {
    say("job ends");
    co_return;
}
Coroutine<> awaiter(std::string name, Future<> future) {
    co_await future;
    say(name, "resumes");
}
Coroutine<> main() {
    Task<> inner = create_task(job());
    const Future<> once = shield(inner);
    const Future<> twice = shield(shield(inner));
    std::vector<Task<>> ts;
    ts.push_back(create_task(ticker()));
    ts.push_back(create_task(awaiter("bare", inner)));
    ts.push_back(create_task(awaiter("once", once)));
    ts.push_back(create_task(awaiter("twice", twice)));
    co_await wait(ts);
    say("the task itself:", shield(inner) == inner);
}
}  // namespace nested_shields

namespace reschedule_when_active {
void attempt(std::string_view when, Timeout& cm) {
    try {
        cm.reschedule(std::nullopt);
        say(when, "rescheduled");
    } catch (const RuntimeError&) {
        say(when, "RuntimeError");
    }
}
Coroutine<> expiring(Timeout& cm) {
    try {
        co_await sleep(2s);
    } catch (...) {
        attempt("expiring:", cm);
        throw;
    }
}
Coroutine<> main() {
    Timeout first(1s);
    attempt("before:", first);
    try {
        co_await async_with(first, [&] { return expiring(first); });
    } catch (const TimeoutError&) {
        attempt("expired:", first);
    }
    Timeout second(1s);
    co_await async_with(second, [&]() -> Coroutine<> {
        attempt("active:", second);
        co_await sleep(2s);
    });
    attempt("left:", second);
    try {
        co_await async_with(second, []() -> Coroutine<> {
            say("entered twice");
            co_return;
        });
    } catch (const RuntimeError&) {
        say("again: RuntimeError");
    }
}
}  // namespace reschedule_when_active

namespace asked_by_two {
AsyncGenerator<int> numbers() {
    for (int i = 0; i < 2; ++i) {
        co_await sleep(1s);
        co_yield i;
    }
}
Coroutine<> consumer(AsyncGenerator<int> source) {
    while (const std::optional<int> i = co_await source.anext()) {
        say("item", *i);
    }
}
Coroutine<> main() {
    AsyncGenerator<int> source = numbers();
    Task<> t = create_task(consumer(source));
    co_await sleep(500ms);
    try {
        co_await source.anext();
    } catch (const RuntimeError&) {
        say("anext: RuntimeError");
    }
    try {
        co_await source.aclose();
    } catch (const RuntimeError&) {
        say("aclose: RuntimeError");
    }
    co_await t;
}
}  // namespace asked_by_two

TEST_CASE("cancel_uncancel_revokes") {
    conforms("cancel_uncancel_revokes", uncancel_revokes::main);
}
TEST_CASE("shield_nested_latency") { conforms("shield_nested_latency", nested_shields::main); }
TEST_CASE("timeout_reschedule_when_active") {
    conforms("timeout_reschedule_when_active", reschedule_when_active::main);
}
TEST_CASE("agen_asked_by_two") { conforms("agen_asked_by_two", asked_by_two::main); }

}  // namespace
}  // namespace coroscope::conformance
