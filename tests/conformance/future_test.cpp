#include <doctest/doctest.h>

#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

namespace cancel_wakes_waiter {
Coroutine<> waiter(Future<> fut) {
    try {
        co_await fut;
    } catch (const CancelledError& e) {
        say("caught", e, "- cancelling():", me().cancelling());
    }
    co_await sleep(1s);
    say("waiter carries on");
    co_await fut;
}
Coroutine<> main() {
    Future<> fut;
    Task<> t = create_task(waiter(fut));
    co_await sleep(0s);
    say("fut.cancel():", fut.cancel("no longer needed"));
    try {
        co_await t;
    } catch (const CancelledError&) {
        say("main caught CancelledError; task cancelled:", t.cancelled(),
            "main cancelling():", me().cancelling());
    }
}
}  // namespace cancel_wakes_waiter

namespace invalid_state {
template <class F>
void attempt(std::string_view label, F function) {
    try {
        say(label, "->", function());
    } catch (const InvalidStateError& e) {
        say(label, "raises", e.type());
    } catch (const CancelledError&) {
        say(label, "raises CancelledError");
    }
}
Coroutine<> main() {
    Future<int> f;
    attempt("pending result", [&] { return f.result(); });
    attempt("pending exception", [&] { return f.exception(); });
    attempt("set_result", [&] { return f.set_result(1), "none"; });
    attempt("set_result again", [&] { return f.set_result(2), "none"; });
    attempt("set_exception", [&] { return f.set_exception(ValueError("")), "none"; });
    attempt("cancel", [&] { return f.cancel(); });
    attempt("result", [&] { return f.result(); });
    attempt("exception", [&] { return f.exception(); });
    Future<int> g;
    attempt("cancel g", [&] { return g.cancel(); });
    attempt("cancel g again", [&] { return g.cancel(); });
    attempt("result g", [&] { return g.result(); });
    attempt("exception g", [&] { return g.exception(); });
    attempt("set_result g", [&] { return g.set_result(1), "none"; });
    say("g done:", g.done(), "cancelled:", g.cancelled());
    co_return;
}
}  // namespace invalid_state

namespace many_waiters {
Coroutine<> waiter(std::string name, Future<std::string> fut, int turns) {
    for (int i = 0; i < turns; ++i) {
        co_await sleep(0s);
    }
    say(name, "starts waiting");
    say(name, "got", co_await fut);
}
Coroutine<> main() {
    Future<std::string> fut;
    std::vector<Task<>> ts;
    ts.push_back(create_task(waiter("a", fut, 2)));
    ts.push_back(create_task(waiter("b", fut, 0)));
    ts.push_back(create_task(waiter("c", fut, 1)));
    co_await sleep(1s);
    fut.set_result("go");
    say("main set the result");
    co_await gather(ts);
}
}  // namespace many_waiters

namespace result_then_cancel_same_tick {
Coroutine<> waiter(std::string name, Future<std::string> fut) {
    try {
        say(name, "got", co_await fut);
    } catch (const CancelledError& e) {
        say(name, "caught", e, "- future done:", fut.done(), "value:", fut.result());
        throw;
    }
}
Coroutine<> waiter2(Future<std::string> fut) { co_await fut; }
Coroutine<> main() {
    Future<std::string> fut;
    Task<> a = create_task(waiter("a", fut));
    Task<> b = create_task(waiter("b", fut));
    co_await sleep(0s);
    fut.set_result("precious");
    say("cancel a:", a.cancel("too late"));
    co_await wait(a, b);
    say("a cancelled:", a.cancelled(), "b cancelled:", b.cancelled());
    say("--- other way round");
    fut = Future<std::string>();
    a = create_task(waiter2(fut));
    co_await sleep(0s);
    a.cancel();
    try {
        fut.set_result("late");
    } catch (const InvalidStateError&) {
        say("set_result refused: the cancel already cancelled the future");
    }
    co_await wait(a);
    say("a cancelled:", a.cancelled());
}
}  // namespace result_then_cancel_same_tick

namespace set_exception {
Coroutine<> waiter(std::string name, Future<> fut, std::vector<std::exception_ptr>& seen) {
    try {
        co_await fut;
    } catch (const ValueError& e) {
        seen.push_back(std::current_exception());
        say(name, "caught", e);
    }
}
Coroutine<> main() {
    Future<> fut;
    std::vector<std::exception_ptr> seen;
    std::vector<Task<>> ts;
    for (const char* const n : {"a", "b"}) {
        ts.push_back(create_task(waiter(n, fut, seen)));
    }
    co_await sleep(0s);
    fut.set_exception(ValueError("bad input"));
    co_await gather(ts);
    co_await waiter("main", fut, seen);
    say("one object:", seen[0] == seen[1] && seen[1] == seen[2] && seen[2] == fut.exception());
}
}  // namespace set_exception

namespace cancel_beats_exception {
template <class F>
Coroutine<> waiter(F awaited) {
    try {
        co_await awaited;
    } catch (const CancelledError& e) {
        say("waiter sees", e);
        throw;
    } catch (const Error& e) {
        say("waiter sees", e);
        throw;
    }
}
Coroutine<> bad() {
    co_await sleep(1s);
    throw ValueError("from the child task");
}
Coroutine<> main() {
    Future<> fut;
    Task<> t = create_task(waiter(fut));
    co_await sleep(0s);
    fut.set_exception(ValueError("from the future"));
    say("cancel ->", t.cancel());
    co_await wait(t);
    say("cancelled:", t.cancelled(), "future holds", fut.exception());
    Task<> child = create_task(bad());
    t = create_task(waiter(child));
    child.add_done_callback([&] { say("callback cancels the waiter ->", t.cancel()); });
    co_await wait(t);
    say("cancelled:", t.cancelled(), "child holds", child.exception());
}
}  // namespace cancel_beats_exception

TEST_CASE("future_cancel_wakes_waiter") {
    conforms("future_cancel_wakes_waiter", cancel_wakes_waiter::main);
}
TEST_CASE("future_invalid_state") { conforms("future_invalid_state", invalid_state::main); }
TEST_CASE("future_many_waiters") { conforms("future_many_waiters", many_waiters::main); }
TEST_CASE("future_result_then_cancel_same_tick") {
    conforms("future_result_then_cancel_same_tick", result_then_cancel_same_tick::main);
}
TEST_CASE("future_set_exception") { conforms("future_set_exception", set_exception::main); }
TEST_CASE("cancel_beats_pending_exception") {
    conforms("cancel_beats_pending_exception", cancel_beats_exception::main);
}

}  // namespace
}  // namespace coroscope::conformance
