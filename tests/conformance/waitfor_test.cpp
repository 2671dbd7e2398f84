#include <doctest/doctest.h>

#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

namespace cancelled_from_outside {
Coroutine<> job() {
    std::exception_ptr raised;
    try {
        co_await sleep(10s);
    } catch (...) {
        raised = std::current_exception();
    }
    say("job cleanup");
    co_await sleep(500ms);
    say("job gone");
    std::rethrow_exception(raised);
}
Coroutine<> caller() {
    try {
        co_await wait_for(job(), 5s);
    } catch (const TimeoutError&) {
        say("not this one");
    } catch (const CancelledError&) {
        say("caller got CancelledError");
        throw;
    }
}
Coroutine<> main() {
    Task<> t = create_task(caller());
    co_await sleep(1s);
    t.cancel();
    co_await wait(t);
    say("cancelled:", t.cancelled());
}
}  // namespace cancelled_from_outside

namespace child_swallows_cancel {
Coroutine<std::string> job(std::string how) {
    try {
        co_await sleep(10s);
    } catch (const CancelledError&) {
        // falls through: C++ cannot await in here
    }
    co_await sleep(1s);
    if (how == "value") {
        co_return "better late than never";
    }
    throw ValueError("cleanup failed");
}
Coroutine<> main() {
    for (const std::string how : {"value", "error"}) {
        try {
            say(how, "->", co_await wait_for(job(how), 2s));
        } catch (const Error& e) {
            say(how, "-> raises", e.type());
        }
    }
}
}  // namespace child_swallows_cancel

namespace runs_in_own_task {
Coroutine<> job(std::string label) {
    say(label, "in caller's task:", me().name() == "main");
    co_await sleep(0s);
    say(label, "ends");
}
Coroutine<> ticker() {
    for (int i = 0; i < 5; ++i) {
        say("tick", i);
        co_await sleep(0s);
    }
}
Coroutine<> main() {
    Task<> t = create_task(ticker());
    co_await wait_for(job("timed"), 5s);
    say("main resumes");
    co_await t;
    co_await wait_for(job("untimed"), std::nullopt);
}
}  // namespace runs_in_own_task

namespace shared_task_timeout {
Coroutine<> shared() {
    try {
        co_await sleep(10s);
    } catch (const CancelledError&) {
        say("shared work cancelled");
        throw;
    }
}
Coroutine<> user(std::string name, Task<> task, Duration limit) {
    try {
        co_await wait_for(task, limit);
    } catch (const TimeoutError&) {
        say(name, "TimeoutError");
    } catch (const CancelledError&) {
        say(name, "CancelledError; requests:", me().cancelling());
    }
}
Coroutine<> main() {
    Task<> t = create_task(shared());
    co_await gather(user("patient", t, 5s), user("hasty", t, 1s), user("third", t, 5s));
    say("main ends");
}
}  // namespace shared_task_timeout

namespace success_and_timeout {
Coroutine<std::string> job(Duration delay) {
    try {
        co_await sleep(delay);
        co_return "result after " + show(delay);
    } catch (const CancelledError&) {
        say("job", delay, "cancelled");
        throw;
    }
}
Coroutine<> main() {
    for (const Duration delay : {1s, 3s}) {
        try {
            say(co_await wait_for(job(delay), 2s));
        } catch (const TimeoutError&) {
            say("TimeoutError");
        }
    }
    Task<std::string> t = create_task(job(5s));
    try {
        co_await wait_for(t, 500ms);
    } catch (const TimeoutError&) {
        say("TimeoutError; task cancelled:", t.cancelled());
    }
    say(co_await wait_for(job(9s), std::nullopt));
}
}  // namespace success_and_timeout

namespace waits_for_cleanup {
Coroutine<> job() {
    std::exception_ptr raised;
    try {
        co_await sleep(10s);
    } catch (...) {
        raised = std::current_exception();
    }
    say("cleanup starts");
    co_await sleep(3s);
    say("cleanup ends");
    std::rethrow_exception(raised);
}
Coroutine<> main() {
    try {
        co_await wait_for(job(), 1s);
    } catch (const TimeoutError&) {
        say("TimeoutError after the cleanup");
    }
}
}  // namespace waits_for_cleanup

namespace zero_timeout {
Coroutine<std::string> job() {
    say("job body runs");
    co_return "x";
}
Coroutine<std::string> running() {
    try {
        co_await sleep(9s);
    } catch (...) {
        say("running task unwinds");
        throw;
    }
    co_return "";
}
template <class A>
Coroutine<> attempt(std::string label, A awaitable, Duration timeout) {
    try {
        say(label, "->", co_await wait_for(std::move(awaitable), timeout));
    } catch (const TimeoutError&) {
        say(label, "-> TimeoutError");
    }
}
Coroutine<> main() {
    co_await attempt("fresh coroutine, 0", job(), 0s);
    co_await attempt("fresh coroutine, -1", job(), -1s);
    Future<std::string> fut;
    fut.set_result("ready");
    co_await attempt("done future, 0", fut, 0s);
    Task<std::string> t = create_task(running());
    co_await sleep(1s);
    co_await attempt("running task, 0", t, 0s);
    say("time is still", now());
}
}  // namespace zero_timeout

namespace cancel_meets_result {
Coroutine<std::string> job() {
    co_await sleep(1s);
    co_return "result";
}
Coroutine<> with_wait_for(Task<std::string> t) {
    const std::string result = co_await wait_for(t, 5s);
    say("wait_for ->", result);
    say("requests:", me().cancelling());
    co_await sleep(1s);
    say("caller goes on");
}
Coroutine<> with_timeout(Task<std::string> t) {
    co_await async_with(timeout(5s), [&]() -> Coroutine<> {
        const std::string result = co_await t;
        say("timeout ->", result);
    });
    say("caller goes on");
}
Coroutine<> scene(Coroutine<> (*caller_of)(Task<std::string>)) {
    Task<std::string> t = create_task(job());
    std::optional<Task<>> caller;
    t.add_done_callback([&] { say("cancel the caller ->", caller->cancel()); });
    caller = create_task(caller_of(t));
    co_await wait(*caller);
    say("cancelled:", caller->cancelled());
}
Coroutine<> main() {
    co_await scene(with_wait_for);
    co_await scene(with_timeout);
}
}  // namespace cancel_meets_result

TEST_CASE("waitfor_cancelled_from_outside") {
    conforms("waitfor_cancelled_from_outside", cancelled_from_outside::main);
}
TEST_CASE("waitfor_child_swallows_cancel") {
    conforms("waitfor_child_swallows_cancel", child_swallows_cancel::main);
}
TEST_CASE("waitfor_runs_in_own_task") {
    conforms("waitfor_runs_in_own_task", runs_in_own_task::main);
}
TEST_CASE("waitfor_shared_task_timeout") {
    conforms("waitfor_shared_task_timeout", shared_task_timeout::main);
}
TEST_CASE("waitfor_success_and_timeout") {
    conforms("waitfor_success_and_timeout", success_and_timeout::main);
}
TEST_CASE("waitfor_waits_for_cleanup") {
    conforms("waitfor_waits_for_cleanup", waits_for_cleanup::main);
}
TEST_CASE("waitfor_zero_timeout") { conforms("waitfor_zero_timeout", zero_timeout::main); }
TEST_CASE("waitfor_cancel_meets_result") {
    conforms("waitfor_cancel_meets_result", cancel_meets_result::main);
}

}  // namespace
}  // namespace coroscope::conformance
