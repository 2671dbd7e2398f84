#include <doctest/doctest.h>

#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

namespace body_swallows {
Coroutine<> main() {
    Timeout first(1s);
    co_await async_with(first, [&]() -> Coroutine<> {
        try {
            co_await sleep(5s);
        } catch (const CancelledError&) {
            say("swallowed; requests:", me().cancelling());
        }
        co_await sleep(2s);
        say("body goes on, no second cancel");
    });
    say("block left; expired:", first.expired(), "requests:", me().cancelling());
    Timeout second(1s);
    try {
        co_await async_with(second, [&]() -> Coroutine<> {
            try {
                co_await sleep(5s);
            } catch (const CancelledError&) {
                throw ValueError("translated");
            }
        });
    } catch (const ValueError& e) {
        say(e, "expired:", second.expired(), "requests:", me().cancelling());
    }
}
}  // namespace body_swallows

namespace nested_inner_expires {
Coroutine<> main() {
    Timeout outer(3s);
    Timeout inner(1s);
    try {
        co_await async_with(outer, [&]() -> Coroutine<> {
            try {
                co_await async_with(inner, [&]() -> Coroutine<> { co_await sleep(9s); });
            } catch (const TimeoutError&) {
                say("inner timeout:", inner.expired(), outer.expired());
            }
            co_await sleep(1s);
            say("work after the inner timeout");
            co_await sleep(9s);
        });
    } catch (const TimeoutError&) {
        say("outer timeout:", inner.expired(), outer.expired());
    }
}
}  // namespace nested_inner_expires

namespace outer_expires_first {
std::vector<bool> expired(const Timeout& outer, const Timeout& inner) {
    std::vector<bool> both;
    both.push_back(outer.expired());
    both.push_back(inner.expired());
    return both;
}
Coroutine<> work(Timeout& outer, Timeout& inner) {
    std::exception_ptr raised;
    try {
        co_await sleep(10s);
    } catch (...) {
        raised = std::current_exception();
    }
    say("cleanup, expired:", expired(outer, inner), "requests:", me().cancelling());
    co_await sleep(500ms);
    if (raised) {
        std::rethrow_exception(raised);
    }
}
Coroutine<> outer_body(Timeout& outer, Timeout& inner) {
    try {
        co_await async_with(inner, [&]() -> Coroutine<> { co_await work(outer, inner); });
    } catch (const TimeoutError&) {
        say("inner block: TimeoutError");
    } catch (const CancelledError&) {
        say("inner block: CancelledError");
        throw;
    }
    say("between the blocks");
    co_await sleep(1s);
}
Coroutine<> scene(Duration outer_limit, Duration inner_limit) {
    say("--- outer", outer_limit, "inner", inner_limit);
    Timeout outer(outer_limit);
    Timeout inner(inner_limit);
    try {
        co_await async_with(outer, [&]() -> Coroutine<> { co_await outer_body(outer, inner); });
    } catch (const TimeoutError&) {
        say("outer block: TimeoutError");
    }
    say("expired:", expired(outer, inner), "requests:", me().cancelling());
}
Coroutine<> main() {
    co_await scene(1s, 3s);
    co_await scene(2s, 2s);
    co_await scene(2250ms, 2s);
}
}  // namespace outer_expires_first

namespace zero_needs_a_suspension {
Coroutine<> scene(std::string label, Duration limit, Coroutine<> body) {
    Timeout cm(limit);
    try {
        co_await async_with(cm, [&]() -> Coroutine<> { co_await body; });
        say(label, "completed; expired:", cm.expired());
    } catch (const TimeoutError&) {
        say(label, "TimeoutError");
    }
}
Coroutine<> no_yield() {
    say("no_yield runs");
    co_return;
}
Coroutine<> one_yield() {
    say("before the yield");
    co_await sleep(0s);
    say("after the yield");
}
Coroutine<> blocks() {
    blocking(2s);
    say("blocked two seconds");
    co_return;
}
Coroutine<> blocks_then_yields() {
    blocking(2s);
    for (int i = 0; i < 3; ++i) {
        co_await sleep(0s);
        say("survived yield", i);
    }
}
Coroutine<> main() {
    co_await scene("zero, no yield", 0s, no_yield());
    co_await scene("zero, one yield", 0s, one_yield());
    co_await scene("minus one, one yield", -1s, one_yield());
    co_await scene("one, blocking", 1s, blocks());
    co_await scene("one, blocking then yields", 1s, blocks_then_yields());
}
}  // namespace zero_needs_a_suspension

TEST_CASE("timeout_body_swallows") { conforms("timeout_body_swallows", body_swallows::main); }
TEST_CASE("timeout_nested_inner_expires") {
    conforms("timeout_nested_inner_expires", nested_inner_expires::main);
}
TEST_CASE("timeout_outer_expires_first") {
    conforms("timeout_outer_expires_first", outer_expires_first::main);
}
TEST_CASE("timeout_zero_needs_a_suspension") {
    conforms("timeout_zero_needs_a_suspension", zero_needs_a_suspension::main);
}

}  // namespace
}  // namespace coroscope::conformance
