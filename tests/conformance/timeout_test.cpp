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

namespace exact_deadline {
Coroutine<> scene(std::string label, std::string prepare) {
    EventLoop& loop = EventLoop::running();
    Future<std::string> fut;
    if (prepare == "older") {
        loop.call_later(1s, [fut] { fut.set_result("value"); });
    }
    Timeout cm(1s);
    try {
        co_await async_with(cm, [&]() -> Coroutine<> {
            if (prepare == "younger") {
                loop.call_later(1s, [fut] {
                    if (!fut.done()) {
                        fut.set_result("value");
                    }
                });
            } else if (prepare == "earlier") {
                loop.call_later(875ms, [fut] { fut.set_result("value"); });
            }
            const std::string value = co_await fut;
            say(label, "->", value);
        });
    } catch (const TimeoutError&) {
        say(label, "-> TimeoutError; the future holds a value:", !fut.cancelled());
    }
    say("  expired:", cm.expired(), "requests:", me().cancelling());
}
Coroutine<> own_sleep() {
    co_await sleep(1s);
    say("  completed");
}
Coroutine<> main() {
    co_await scene("result's timer older", "older");
    co_await scene("result's timer younger", "younger");
    co_await scene("result earlier", "earlier");
    say("own sleep of the same length:");
    try {
        co_await async_with(timeout(1s), [] { return own_sleep(); });
    } catch (const TimeoutError&) {
        say("  TimeoutError");
    }
}
}  // namespace exact_deadline

namespace homemade {
class Deadline {
public:
    explicit Deadline(Duration after) : after_(after) {}
    Coroutine<> aenter() {
        task_ = current_task();
        timer_ = EventLoop::running().call_later(after_, [this] {
            fired_ = true;
            task_->cancel(nullptr);
        });
        co_return;
    }
    Coroutine<bool> aexit(std::exception_ptr error) {
        timer_->cancel();
        if (fired_) {
            const std::uint32_t left = task_->uncancel();
            say("own cancellation taken back,", left, "left");
            if (left == 0 && is_cancellation(error)) {
                throw TimeoutError("homemade");
            }
        }
        co_return false;
    }

private:
    Duration after_;
    bool fired_ = false;
    TaskBase* task_ = nullptr;
    std::optional<ScheduledCallback> timer_;
};
Coroutine<> body() {
    std::exception_ptr raised;
    try {
        co_await sleep(9s);
    } catch (...) {
        raised = std::current_exception();
    }
    co_await sleep(500ms);
    if (raised) {
        std::rethrow_exception(raised);
    }
}
Coroutine<> worker(std::string name) {
    Deadline deadline(2s);
    std::string message;
    try {
        co_await async_with(deadline, [] { return body(); });
        co_return;
    } catch (const TimeoutError& e) {
        message = e.message();
    }
    say(name, "timed out:", message);
    co_await sleep(1s);
    say(name, "goes on");
}
Coroutine<> main() {
    Task<> a = create_task(worker("a"));
    Task<> b = create_task(worker("b"));
    EventLoop::running().call_later(2250ms, [b] { b.cancel(); });
    co_await wait(a, b);
    std::vector<bool> cancelled;
    cancelled.push_back(a.cancelled());
    cancelled.push_back(b.cancelled());
    say("cancelled:", cancelled);
}
}  // namespace homemade

namespace vs_external_cancel {
Coroutine<> body() {
    std::exception_ptr raised;
    try {
        co_await sleep(10s);
    } catch (const CancelledError&) {
        raised = std::current_exception();
    }
    if (raised) {
        say("cleanup; requests:", me().cancelling());
        co_await sleep(1s);
        std::rethrow_exception(raised);
    }
}
Coroutine<> worker() {
    Timeout cm(2s);
    try {
        co_await async_with(cm, [] { return body(); });
    } catch (const TimeoutError&) {
        say("TimeoutError, requests:", me().cancelling());
    } catch (const CancelledError&) {
        say("CancelledError, expired:", cm.expired(), "requests:", me().cancelling());
        throw;
    }
}
Coroutine<> main() {
    for (const Duration cancel_at : {Duration(9s), Duration(2500ms), Duration(1s)}) {
        Task<> t = create_task(worker());
        EventLoop& loop = EventLoop::running();
        loop.call_at(loop.time() + cancel_at, [t] { t.cancel(); });
        co_await wait(t);
        say("outside cancel after", cancel_at, "-> cancelled:", t.cancelled());
    }
}
}  // namespace vs_external_cancel

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
TEST_CASE("timeout_exact_deadline") { conforms("timeout_exact_deadline", exact_deadline::main); }
TEST_CASE("timeout_homemade_with_uncancel") {
    conforms("timeout_homemade_with_uncancel", homemade::main);
}
TEST_CASE("timeout_vs_external_cancel") {
    conforms("timeout_vs_external_cancel", vs_external_cancel::main);
}

}  // namespace
}  // namespace coroscope::conformance
