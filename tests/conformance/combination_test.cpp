// Task groups, deadlines and exit stacks against cancellations in every iteration around them.
#include <doctest/doctest.h>

#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

using Limit = std::optional<Duration>;

std::string limit_text(Limit limit) { return limit ? show(*limit) : "none"; }

Coroutine<> turns(int n) {
    for (int i = 0; i < n; ++i) {
        co_await sleep(0s);
    }
}

namespace request_meets_failure {
Coroutine<> child(std::string name, Duration delay, Duration cleanup, bool fails) {
    std::exception_ptr cancelled;
    try {
        co_await sleep(delay);
        say(name, "ends");
        if (fails) {
            throw ValueError(name);
        }
    } catch (const CancelledError&) {
        cancelled = std::current_exception();
    }
    if (cancelled) {
        say(name, "cancelled");
        co_await sleep(cleanup);
        say(name, "cleaned up");
        std::rethrow_exception(cancelled);
    }
}
Coroutine<> owner(bool in_body) {
    try {
        co_await async_with(TaskGroup(), [&](TaskGroup& tg) -> Coroutine<> {
            tg.create_task(child("a", 1s, 0s, true));
            tg.create_task(child("b", 5s, 1s, false));
            if (in_body) {
                co_await sleep(9s);
            }
        });
    } catch (...) {
        say("owner:", std::current_exception(), "requests:", me().cancelling());
    }
    try {
        co_await sleep(250ms);
        say("owner goes on, requests:", me().cancelling());
    } catch (const CancelledError&) {
        say("owner: the request comes again, requests:", me().cancelling());
    }
}
Coroutine<> scene(bool in_body, Duration first, int n, Limit second = std::nullopt) {
    say("--- in the body:", in_body, "cancel after", first, "and", n, "turns");
    auto t = create_task(owner(in_body));
    co_await sleep(first);
    co_await turns(n);
    t.cancel();
    if (second) {
        co_await sleep(*second);
        t.cancel();
    }
    co_await wait(t);
}
Coroutine<> main() {
    for (const bool in_body : {true, false}) {
        for (int n = 0; n < 5; ++n) {
            co_await scene(in_body, 1s, n);
        }
        co_await scene(in_body, 500ms, 0);
        co_await scene(in_body, 500ms, 0, 750ms);
        co_await scene(in_body, 1500ms, 0, 250ms);
    }
}
}  // namespace request_meets_failure

namespace nested_groups {
enum class Fails { No, Value, Type };
struct Spec {
    std::string name;
    Duration delay;
    Fails fails = Fails::No;
};
Coroutine<> child(Spec spec) {
    try {
        co_await sleep(spec.delay);
        say(spec.name, "ends");
    } catch (const CancelledError&) {
        say(spec.name, "cancelled, requests:", me().cancelling());
        throw;
    }
    if (spec.fails == Fails::Value) {
        throw ValueError(spec.name);
    }
    if (spec.fails == Fails::Type) {
        throw TypeError(spec.name);
    }
}
std::string flat(const std::exception_ptr& error);
std::string flat(const ExceptionGroup& group) {
    std::string text = "(";
    for (const std::exception_ptr& error : group.exceptions()) {
        text += (text.size() == 1 ? "" : " ") + flat(error);
    }
    return text + ")";
}
std::string flat(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const ExceptionGroup& group) {
        return flat(group);
    } catch (...) {
        return show(error);
    }
}
Coroutine<> inner(std::string name, std::vector<Spec> specs) {
    std::exception_ptr error;
    try {
        co_await async_with(TaskGroup(), [&](TaskGroup& tg) -> Coroutine<> {
            for (const Spec& spec : specs) {
                tg.create_task(child(spec));
            }
            co_await sleep(500ms);
        });
    } catch (...) {
        error = std::current_exception();
    }
    say(name, "left, requests:", me().cancelling());
    if (error) {
        std::rethrow_exception(error);
    }
}
Coroutine<> scene(std::string label, std::vector<Spec> first, std::vector<Spec> second) {
    say("---", label);
    std::exception_ptr error;
    try {
        co_await async_with(TaskGroup(), [&](TaskGroup& tg) -> Coroutine<> {
            tg.create_task(inner("first", first));
            tg.create_task(inner("second", second));
            co_await async_with(TaskGroup(), [&](TaskGroup& tg2) -> Coroutine<> {
                const Spec z{.name = "z", .delay = 3s};
                tg2.create_task(child(z));
                co_return;
            });
        });
    } catch (...) {
        error = std::current_exception();
    }
    error = except_star<ValueError>(error,
                                    [](const ExceptionGroup& eg) { say("ValueErrors", flat(eg)); });
    error = except_star<TypeError>(error,
                                   [](const ExceptionGroup& eg) { say("TypeErrors", flat(eg)); });
    say("requests:", me().cancelling());
}
Coroutine<> main() {
    const std::vector<Spec> a = {{"a", 1s}};
    const std::vector<Spec> b = {{"b", 2s}};
    co_await scene("nobody fails", a, b);
    const std::vector<Spec> ab = {{"a", 1s, Fails::Value}, {"b", 2s}};
    const std::vector<Spec> c = {{"c", 2s}};
    co_await scene("one", ab, c);
    const std::vector<Spec> both = {{"a", 1s, Fails::Value}, {"b", 1s, Fails::Type}};
    const std::vector<Spec> failing_c = {{"c", 1s, Fails::Value}};
    co_await scene("both at once", both, failing_c);
    const std::vector<Spec> early_a = {{"a", 250ms, Fails::Type}};
    const std::vector<Spec> early_b = {{"b", 500ms, Fails::Value}};
    co_await scene("early", early_a, early_b);
}
}  // namespace nested_groups

namespace around_group {
Coroutine<> child(int n) {
    co_await sleep(1s);
    co_await turns(n);
    say("child fails");
    throw ValueError("child");
}
Coroutine<> sibling(Duration cleanup) {
    std::exception_ptr cancelled;
    try {
        co_await sleep(9s);
    } catch (const CancelledError&) {
        cancelled = std::current_exception();
    }
    co_await sleep(cleanup);
    say("sibling cleaned up");
    std::rethrow_exception(cancelled);
}
Coroutine<> scene(int n, Duration cleanup, int before) {
    say("--- turns", n, "cleanup", cleanup);
    Timeout cm(1s);
    try {
        co_await async_with(cm, [&]() -> Coroutine<> {
            co_await turns(before);
            co_await async_with(TaskGroup(), [&](TaskGroup& tg) -> Coroutine<> {
                tg.create_task(sibling(cleanup));
                tg.create_task(child(n));
                co_return;
            });
        });
    } catch (...) {
        say(std::current_exception());
    }
    say("expired:", cm.expired(), "requests:", me().cancelling());
    try {
        co_await sleep(0s);
        say("undisturbed");
    } catch (const CancelledError&) {
        say("CancelledError, requests:", me().cancelling());
    }
}
Coroutine<> main() {
    for (int n = 0; n < 4; ++n) {
        co_await scene(n, 0s, 0);
    }
    co_await scene(0, 500ms, 0);
    co_await scene(2, 500ms, 0);
    co_await scene(0, 500ms, 2);
}
}  // namespace around_group

namespace request_around_deadline {
Coroutine<> body(Duration length, int k) {
    std::exception_ptr cancelled;
    try {
        co_await sleep(length);
        say("body completes");
    } catch (const CancelledError&) {
        cancelled = std::current_exception();
    }
    if (cancelled) {
        say("body cancelled, requests:", me().cancelling());
        co_await turns(k);
        std::rethrow_exception(cancelled);
    }
}
Coroutine<> worker(Limit outer, Limit inner, Duration length, int k) {
    Timeout a(outer);
    bool inner_expired = false;
    try {
        co_await async_with(a, [&]() -> Coroutine<> {
            std::exception_ptr error;
            Timeout limit(inner);
            try {
                co_await async_with(limit, [&]() -> Coroutine<> { co_await body(length, k); });
            } catch (...) {
                error = std::current_exception();
            }
            inner_expired = limit.expired();
            say("inner left:", inner_expired, "requests:", me().cancelling());
            if (error) {
                std::rethrow_exception(error);
            }
        });
    } catch (...) {
        std::vector<bool> both;
        both.push_back(a.expired());
        both.push_back(inner_expired);
        say(std::current_exception(), "expired:", both, "requests:", me().cancelling());
    }
    try {
        co_await sleep(0s);
        say("goes on");
    } catch (const CancelledError&) {
        say("cancelled again");
    }
}
Coroutine<> scene(Limit outer, Limit inner, Duration length, int k, std::optional<int> n) {
    say("---", limit_text(outer), limit_text(inner), length, "cleanup turns", k, "cancel turns",
        n ? std::to_string(*n) : "none");
    auto t = create_task(worker(outer, inner, length, k));
    if (n) {
        co_await sleep(1s);
        co_await turns(*n);
        say("cancel ->", t.cancel());
    }
    co_await wait(t);
}
Coroutine<> main() {
    for (int i = -1; i < 4; ++i) {
        const std::optional<int> n = i < 0 ? std::nullopt : std::optional<int>(i);
        co_await scene(5s, 1s, 9s, 0, n);
        co_await scene(1s, 1s, 9s, 0, n);
        co_await scene(1s, 5s, 9s, 1, n);
        co_await scene(5s, 1s, 1s, 0, n);
    }
    co_await scene(1s, 0s, 9s, 2, 0);
    co_await scene(0s, 0s, 9s, 1, std::nullopt);
    co_await scene(-1s, std::nullopt, 9s, 1, std::nullopt);
}
}  // namespace request_around_deadline

namespace everything_inside {
Coroutine<std::string> work(std::string name, Duration delay, Duration cleanup = 0s) {
    std::exception_ptr cancelled;
    try {
        co_await sleep(delay);
        say(name, "ends");
        co_return name;
    } catch (const CancelledError&) {
        cancelled = std::current_exception();
    }
    say(name, "cancelled");
    if (cleanup > 0s) {
        co_await sleep(cleanup);
        say(name, "cleaned up");
    }
    std::rethrow_exception(cancelled);
}
Coroutine<> limited(std::string name, Duration limit, Duration delay, Duration cleanup) {
    Timeout cm(limit);
    std::exception_ptr error;
    try {
        co_await async_with(cm, [&]() -> Coroutine<> { co_await work(name, delay, cleanup); });
    } catch (const TimeoutError&) {
        say(name, "timed out");
    } catch (...) {
        error = std::current_exception();
    }
    say(name, "left, expired:", cm.expired(), "requests:", me().cancelling());
    if (error) {
        std::rethrow_exception(error);
    }
}
Coroutine<> shielding(std::string name, Task<std::string> task) {
    try {
        co_await shield(task);
    } catch (const CancelledError&) {
        say(name, "gives up, task done:", task.done());
        throw;
    }
}
Coroutine<> watching(std::string name, std::vector<Task<>> ts) {
    std::exception_ptr error;
    try {
        const auto [done, pending] = co_await wait(ts);
        say(name, "saw", done.size());
    } catch (...) {
        error = std::current_exception();
    }
    say(name, "stops watching");
    if (error) {
        std::rethrow_exception(error);
    }
}
Coroutine<> gathering(std::string name) {
    std::exception_ptr error;
    try {
        co_await gather(work(name + "1", 5s), work(name + "2", 5s, 500ms));
    } catch (...) {
        error = std::current_exception();
    }
    say(name, "gather left");
    if (error) {
        std::rethrow_exception(error);
    }
}
Coroutine<> bad(Duration delay) {
    co_await sleep(delay);
    say("bad fails");
    throw ValueError("bad");
}
Coroutine<> scene(Duration fail_at, Limit deadline) {
    say("---", fail_at, limit_text(deadline));
    auto outside = create_task(work("outside", 4s));
    std::vector<Task<>> ts;
    try {
        co_await async_with(timeout(deadline), [&]() -> Coroutine<> {
            co_await async_with(TaskGroup(), [&](TaskGroup& tg) -> Coroutine<> {
                ts.push_back(tg.create_task(limited("l", 1s, 5s, 500ms)));
                ts.push_back(tg.create_task(limited("m", 2s, 1750ms, 500ms)));
                ts.push_back(tg.create_task(shielding("s", outside)));
                ts.push_back(tg.create_task(gathering("g")));
                tg.create_task(watching("w", ts));
                tg.create_task(bad(fail_at));
                co_await wait_for(shield(outside), 3s);
                say("body ends");
            });
        });
    } catch (...) {
        say(std::current_exception(), "requests:", me().cancelling());
    }
    std::vector<bool> cancelled;
    for (const Task<>& t : ts) {
        cancelled.push_back(t.cancelled());
    }
    say(cancelled);
    const std::string value = co_await outside;
    say("outside ->", value);
}
Coroutine<> main() {
    for (const Duration fail_at : {Duration(500ms), Duration(1s), Duration(1250ms),
                                   Duration(1750ms), Duration(2s), Duration(6s)}) {
        co_await scene(fail_at, std::nullopt);
    }
    for (const Duration deadline :
         {Duration(1s), Duration(1500ms), Duration(2s), Duration(2250ms)}) {
        co_await scene(2s, deadline);
    }
}
}  // namespace everything_inside

namespace exit_stack_cancelled {
class Manager {
public:
    explicit Manager(std::string name, bool swallow = false)
        : name_(std::move(name)), swallow_(swallow) {}
    Coroutine<std::string> aenter() {
        say("enter", name_);
        co_return name_;
    }
    Coroutine<bool> aexit(std::exception_ptr error) {
        say("exit", name_, "with", error ? show(error) : "nothing");
        try {
            co_await sleep(1s);
        } catch (const CancelledError&) {
            say("exit", name_, "interrupted");
            throw;
        }
        say("exit", name_, "ends");
        co_return swallow_;
    }

private:
    std::string name_;
    bool swallow_;
};
Coroutine<> user(bool swallow, std::vector<AsyncExitStack>* keep) {
    co_await async_with(AsyncExitStack(), [&](AsyncExitStack& stack) -> Coroutine<> {
        const std::string a = co_await stack.enter_async_context(Manager("a"));
        say("got", a);
        const std::string b = co_await stack.enter_async_context(Manager("b", swallow));
        say("got", b);
        stack.callback([] { say("callback"); });
        stack.push_async_exit(Manager("pushed"));
        if (keep != nullptr) {
            keep->push_back(stack.pop_all());
            stack.callback([](const std::string& text) { say(text); },
                           std::string("only this is left"));
        }
        co_await sleep(5s);
        say("body ends");
    });
    say("user goes on, requests:", me().cancelling());
}
Coroutine<> scene(bool swallow, bool keeps, std::vector<Duration> cancels) {
    say("---", swallow, keeps, cancels);
    std::vector<AsyncExitStack> keep;
    auto t = create_task(user(swallow, keeps ? &keep : nullptr));
    for (const Duration after : cancels) {
        co_await sleep(after);
        t.cancel();
    }
    co_await wait(t);
    say("cancelled:", t.cancelled());
    for (AsyncExitStack& stack : keep) {
        co_await stack.aclose();
    }
}
Coroutine<> main() {
    const std::vector<Duration> none;
    const std::vector<Duration> one = {1s};
    const std::vector<Duration> soon = {1s, 500ms};
    const std::vector<Duration> later = {1s, 1500ms};
    co_await scene(false, false, one);
    co_await scene(true, false, one);
    co_await scene(false, false, soon);
    co_await scene(true, false, soon);
    co_await scene(true, false, later);
    co_await scene(false, true, none);
    co_await scene(false, true, one);
}
}  // namespace exit_stack_cancelled

TEST_CASE("tg_request_meets_failure") {
    conforms("tg_request_meets_failure", request_meets_failure::main);
}
TEST_CASE("tg_nested_groups") { conforms("tg_nested_groups", nested_groups::main); }
TEST_CASE("tg_everything_inside") { conforms("tg_everything_inside", everything_inside::main); }
TEST_CASE("timeout_around_group") { conforms("timeout_around_group", around_group::main); }
TEST_CASE("timeout_request_around_deadline") {
    conforms("timeout_request_around_deadline", request_around_deadline::main);
}
TEST_CASE("acm_exit_stack_cancelled") {
    conforms("acm_exit_stack_cancelled", exit_stack_cancelled::main);
}

}  // namespace
}  // namespace coroscope::conformance
