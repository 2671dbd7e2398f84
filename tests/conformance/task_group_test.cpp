#include <doctest/doctest.h>

#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

std::string type_of(const std::exception_ptr& error) {
    const std::string words = show(error);
    return words.substr(0, words.find(':'));
}

namespace body_raises {
Coroutine<> child() {
    bool cancelled = false;
    try {
        co_await sleep(10s);
    } catch (const CancelledError&) {
        cancelled = true;
    }
    if (cancelled) {
        say("child cancelled");
        throw RuntimeError("child complains");
    }
}
Coroutine<> main() {
    try {
        co_await async_with(TaskGroup(), [&](TaskGroup& tg) -> Coroutine<> {
            tg.create_task(child());
            co_await sleep(1s);
            say("body raises");
            throw KeyError("body");
        });
    } catch (const ExceptionGroup& eg) {
        say(eg);
        std::vector<std::string> types;
        for (const std::exception_ptr& e : eg.exceptions()) {
            types.push_back(type_of(e));
        }
        say(types);
    }
}
}  // namespace body_raises

namespace body_swallows_abort {
Coroutine<> bad(Duration delay, std::string text) {
    co_await sleep(delay);
    throw ValueError(text);
}
Coroutine<> main() {
    try {
        co_await async_with(TaskGroup(), [&](TaskGroup& tg) -> Coroutine<> {
            tg.create_task(bad(1s, "early"));
            try {
                co_await sleep(10s);
            } catch (const CancelledError&) {
                say("body swallows; requests:", me().cancelling());
            }
            co_await sleep(1s);
            say("body still working; requests:", me().cancelling());
        });
    } catch (const ExceptionGroup& eg) {
        say(eg, "requests:", me().cancelling());
    }
    co_await sleep(1s);
    say("main unharmed");
}
}  // namespace body_swallows_abort

namespace cancelled_from_outside {
Coroutine<> child(Duration cleanup) {
    std::exception_ptr error;
    try {
        co_await sleep(10s);
    } catch (...) {
        error = std::current_exception();
    }
    co_await sleep(cleanup);
    say("child cleaned up after", cleanup);
    if (error) {
        std::rethrow_exception(error);
    }
}
Coroutine<> owner(bool in_body) {
    try {
        co_await async_with(TaskGroup(), [&](TaskGroup& tg) -> Coroutine<> {
            tg.create_task(child(1s));
            tg.create_task(child(2s));
            if (in_body) {
                co_await sleep(10s);
            }
        });
    } catch (const CancelledError&) {
        say("owner: CancelledError, requests:", me().cancelling());
        throw;
    }
}
Coroutine<> main() {
    for (const bool in_body : {true, false}) {
        auto t = create_task(owner(in_body));
        co_await sleep(1s);
        t.cancel();
        co_await wait(t);
        say("cancelled:", t.cancelled());
    }
}
}  // namespace cancelled_from_outside

namespace child_cancelled_alone {
Coroutine<> job(std::string name) {
    try {
        co_await sleep(3s);
        say(name, "ends");
    } catch (const CancelledError&) {
        say(name, "cancelled");
        throw;
    }
}
Coroutine<> main() {
    std::vector<Task<>> ts;
    co_await async_with(TaskGroup(), [&](TaskGroup& tg) -> Coroutine<> {
        ts.push_back(tg.create_task(job("a")));
        ts.push_back(tg.create_task(job("b")));
        co_await sleep(1s);
        ts[0].cancel();
        say("body ends");
    });
    std::vector<bool> cancelled;
    for (const Task<>& t : ts) {
        cancelled.push_back(t.cancelled());
    }
    say("group left; cancelled:", cancelled);
}
}  // namespace child_cancelled_alone

namespace child_failure_cancels_siblings {
Coroutine<> sibling(std::string name, Duration cleanup) {
    std::exception_ptr error;
    try {
        co_await sleep(10s);
    } catch (const CancelledError&) {
        error = std::current_exception();
    }
    co_await sleep(cleanup);
    say(name, "cleaned up");
    std::rethrow_exception(error);
}
Coroutine<> bad() {
    co_await sleep(1s);
    say("bad raises");
    throw ValueError("bad child");
}
Coroutine<> main() {
    std::vector<Task<>> ts;
    try {
        co_await async_with(TaskGroup(), [&](TaskGroup& tg) -> Coroutine<> {
            ts.push_back(tg.create_task(sibling("a", 1s)));
            ts.push_back(tg.create_task(sibling("b", 500ms)));
            tg.create_task(bad());
            try {
                co_await sleep(5s);
            } catch (const CancelledError&) {
                say("body cancelled, requests:", me().cancelling());
                throw;
            }
        });
    } catch (const ExceptionGroup& eg) {
        say(eg);
        say(eg.exceptions());
    }
    std::vector<bool> cancelled;
    for (const Task<>& t : ts) {
        cancelled.push_back(t.cancelled());
    }
    say("cancelled:", cancelled, "requests:", me().cancelling());
}
}  // namespace child_failure_cancels_siblings

namespace exit_latency_ticks {
Coroutine<> child(int turns) {
    for (int i = 0; i < turns; ++i) {
        co_await sleep(0s);
    }
    say("child ends after", turns);
}
Coroutine<> ticker() {
    for (int i = 0; i < 5; ++i) {
        say("tick", i);
        co_await sleep(0s);
    }
}
Coroutine<> scene(std::optional<int> turns, int body_turns) {
    say("--- child", turns ? std::to_string(*turns) : "none", "body", body_turns);
    auto t = create_task(ticker());
    co_await async_with(TaskGroup(), [&](TaskGroup& tg) -> Coroutine<> {
        if (turns) {
            tg.create_task(child(*turns));
        }
        for (int i = 0; i < body_turns; ++i) {
            co_await sleep(0s);
        }
        say("body ends");
    });
    say("group left");
    co_await t;
}
Coroutine<> main() {
    co_await scene(std::nullopt, 0);
    co_await scene(0, 0);
    co_await scene(1, 0);
    co_await scene(0, 1);
    co_await scene(0, 2);
}
}  // namespace exit_latency_ticks

namespace misuse {
Coroutine<> job() { co_await sleep(1s); }
void attempt(std::string label, TaskGroup& tg) {
    try {
        tg.create_task(job());
        say(label, "accepted");
    } catch (const RuntimeError&) {
        say(label, "RuntimeError");
    }
}
Coroutine<> main() {
    TaskGroup tg;
    attempt("before entering:", tg);
    co_await async_with(tg, [&](TaskGroup& group) -> Coroutine<> {
        attempt("inside:", group);
        co_return;
    });
    attempt("after leaving:", tg);
    try {
        co_await async_with(tg, [&]() -> Coroutine<> {
            say("not reached");
            co_return;
        });
    } catch (const RuntimeError&) {
        say("entered twice: RuntimeError");
    }
}
}  // namespace misuse

namespace request_count_after_failure {
Coroutine<> bad() {
    co_await sleep(1s);
    throw ValueError("bad");
}
Coroutine<> main() {
    for (const std::string where : {"in the body", "at the end"}) {
        try {
            co_await async_with(TaskGroup(), [&](TaskGroup& tg) -> Coroutine<> {
                tg.create_task(bad());
                if (where == "in the body") {
                    co_await sleep(9s);
                }
            });
        } catch (const ExceptionGroup&) {
            say("failed while the owner was", where, "- requests:", me().cancelling());
        }
    }
    try {
        co_await async_with(timeout(1s), [&]() -> Coroutine<> { co_await sleep(9s); });
    } catch (const TimeoutError&) {
        say("timeout works, requests:", me().cancelling());
    }
    co_await sleep(1s);
    say("main ends");
}
}  // namespace request_count_after_failure

namespace sibling_ignores_cancel {
Coroutine<> bad() {
    co_await sleep(1s);
    throw ValueError("first");
}
Coroutine<> nap() { co_await sleep(1s); }
Coroutine<> stubborn(TaskGroup tg) {
    try {
        co_await sleep(10s);
    } catch (const CancelledError&) {
        say("stubborn ignores the abort");
    }
    try {
        tg.create_task(nap());
        say("spawned");
    } catch (const RuntimeError&) {
        say("cannot spawn while the group shuts down");
    }
    co_await sleep(2s);
    say("stubborn fails late");
    throw TypeError("late");
}
Coroutine<> main() {
    std::optional<Task<>> s;
    try {
        co_await async_with(TaskGroup(), [&](TaskGroup& tg) -> Coroutine<> {
            tg.create_task(bad());
            s = tg.create_task(stubborn(tg));
            co_return;
        });
    } catch (const ExceptionGroup& eg) {
        say(eg, eg.exceptions());
    }
    say("stubborn cancelled:", s->cancelled(), "requests:", s->cancelling());
}
}  // namespace sibling_ignores_cancel

namespace spawn_from_child {
Coroutine<> crawl(TaskGroup tg, std::string page, int depth) {
    say("fetch", page);
    co_await sleep(1s);
    if (depth > 0) {
        for (const int i : {1, 2}) {
            tg.create_task(crawl(tg, page + "." + std::to_string(i), depth - 1));
        }
    }
    say("done", page);
}
Coroutine<> main() {
    co_await async_with(TaskGroup(), [&](TaskGroup& tg) -> Coroutine<> {
        tg.create_task(crawl(tg, "p", 2));
        co_return;
    });
    say("crawl complete");
}
}  // namespace spawn_from_child

namespace two_failures {
template <class E>
Coroutine<> fails(std::string name, Duration delay, E error) {
    co_await sleep(delay);
    say(name, "raises");
    throw error;
}
Coroutine<> cleanup_fails() {
    try {
        co_await sleep(10s);
    } catch (const CancelledError&) {
    }
    co_await sleep(1s);
    throw OSError("cleanup failed");
}
Coroutine<> main() {
    try {
        co_await async_with(TaskGroup(), [&](TaskGroup& tg) -> Coroutine<> {
            tg.create_task(cleanup_fails());
            tg.create_task(fails("x", 1s, ValueError("x")));
            tg.create_task(fails("y", 1s, TypeError("y")));
            co_return;
        });
    } catch (const ExceptionGroup& eg) {
        say(eg);
        for (const std::exception_ptr& e : eg.exceptions()) {
            say(" ", e);
        }
    }
}
}  // namespace two_failures

namespace vs_gather_failure {
Coroutine<> worker(std::string name, Duration delay) {
    std::exception_ptr error;
    try {
        co_await sleep(delay);
        say(name, "committed");
    } catch (const CancelledError&) {
        error = std::current_exception();
    }
    if (error) {
        co_await sleep(500ms);
        say(name, "rolled back");
        std::rethrow_exception(error);
    }
}
Coroutine<> bad() {
    co_await sleep(1s);
    throw ValueError("bad");
}
Coroutine<> main() {
    try {
        co_await gather(worker("g", 2s), bad());
    } catch (const ValueError& e) {
        say("gather:", e);
    }
    co_await sleep(2s);
    try {
        co_await async_with(TaskGroup(), [&](TaskGroup& tg) -> Coroutine<> {
            tg.create_task(worker("t", 2s));
            tg.create_task(bad());
            co_return;
        });
    } catch (const ExceptionGroup& eg) {
        say("group:", eg.exceptions());
    }
    co_await sleep(2s);
    say("main ends");
}
}  // namespace vs_gather_failure

namespace waits_for_all {
Coroutine<std::string> job(std::string name, Duration delay) {
    say(name, "starts");
    co_await sleep(delay);
    say(name, "ends");
    co_return name + name;
}
Coroutine<> main() {
    std::vector<Task<std::string>> ts;
    co_await async_with(TaskGroup(), [&](TaskGroup& tg) -> Coroutine<> {
        ts.push_back(tg.create_task(job("a", 2s)));
        ts.push_back(tg.create_task(job("b", 1s)));
        ts.push_back(tg.create_task(job("c", 3s)));
        say("body ends");
        co_return;
    });
    std::vector<std::string> results;
    for (const auto& t : ts) {
        results.push_back(t.result());
    }
    say("group left:", results);
}
}  // namespace waits_for_all

TEST_CASE("tg_body_raises") { conforms("tg_body_raises", body_raises::main); }
TEST_CASE("tg_body_swallows_abort") {
    conforms("tg_body_swallows_abort", body_swallows_abort::main);
}
TEST_CASE("tg_cancelled_from_outside") {
    conforms("tg_cancelled_from_outside", cancelled_from_outside::main);
}
TEST_CASE("tg_child_cancelled_alone") {
    conforms("tg_child_cancelled_alone", child_cancelled_alone::main);
}
TEST_CASE("tg_child_failure_cancels_siblings") {
    conforms("tg_child_failure_cancels_siblings", child_failure_cancels_siblings::main);
}
TEST_CASE("tg_exit_latency_ticks") { conforms("tg_exit_latency_ticks", exit_latency_ticks::main); }
TEST_CASE("tg_misuse") { conforms("tg_misuse", misuse::main); }
TEST_CASE("tg_request_count_after_failure") {
    conforms("tg_request_count_after_failure", request_count_after_failure::main);
}
TEST_CASE("tg_sibling_ignores_cancel") {
    conforms("tg_sibling_ignores_cancel", sibling_ignores_cancel::main);
}
TEST_CASE("tg_spawn_from_child") { conforms("tg_spawn_from_child", spawn_from_child::main); }
TEST_CASE("tg_two_failures") { conforms("tg_two_failures", two_failures::main); }
TEST_CASE("tg_vs_gather_failure") { conforms("tg_vs_gather_failure", vs_gather_failure::main); }
TEST_CASE("tg_waits_for_all") { conforms("tg_waits_for_all", waits_for_all::main); }

}  // namespace
}  // namespace coroscope::conformance
