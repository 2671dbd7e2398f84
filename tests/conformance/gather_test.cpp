#include <doctest/doctest.h>

#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

namespace caller_cancelled {
Coroutine<> child(std::string name) {
    try {
        co_await sleep(10s);
    } catch (...) {
        say(name, "unwinds");
        throw;
    }
}
Coroutine<> caller() {
    try {
        co_await gather(child("x"), child("y"), child("z"));
    } catch (const CancelledError&) {
        say("caller cancelled");
        say("caller unwinds");
        throw;
    }
}
Coroutine<> main() {
    Task<> t = create_task(caller());
    co_await sleep(2s);
    say("cancel:", t.cancel());
    co_await wait(t);
    say("caller cancelled():", t.cancelled());
}
}  // namespace caller_cancelled

namespace empty_and_single {
Coroutine<> ticker() {
    for (int i = 0; i < 4; ++i) {
        say("tick", i);
        co_await sleep(0s);
    }
}
Coroutine<> main() {
    Task<> t = create_task(ticker());
    co_await gather();
    say("empty: []");
    Future<std::string> done;
    done.set_result("x");
    const auto [x] = co_await gather(done);
    say("single:", std::vector<std::string>(1, x));
    co_await t;
}
}  // namespace empty_and_single

namespace first_exception {
Coroutine<std::string> ok(std::string name, Duration delay) {
    co_await sleep(delay);
    say(name, "finished");
    co_return name;
}
Coroutine<std::string> bad(std::string name, Duration delay) {
    co_await sleep(delay);
    say(name, "raises");
    throw RuntimeError(name + " failed");
}
Coroutine<> main() {
    Task<std::string> slow = create_task(ok("slow", 3s));
    try {
        co_await gather(ok("fast", 500ms), bad("b1", 1s), bad("b2", 2s), slow);
    } catch (const RuntimeError& e) {
        say("main caught", e);
    }
    say("slow done:", slow.done());
    co_await slow;
    say("main ends; no report about b2");
}
}  // namespace first_exception

namespace results_in_argument_order {
Coroutine<std::string> job(std::string name, Duration delay) {
    say(name, "starts");
    co_await sleep(delay);
    say(name, "ends");
    co_return std::string(1, static_cast<char>(name[0] - 'a' + 'A'));
}
Coroutine<> main() {
    const auto [a, b, c] = co_await gather(job("a", 3s), job("b", 1s), job("c", 2s));
    std::vector<std::string> all;
    all.push_back(a);
    all.push_back(b);
    all.push_back(c);
    say(all);
}
}  // namespace results_in_argument_order

namespace return_exceptions_cancelled_outer {
Coroutine<std::string> child(std::string name, std::string mode) {
    std::exception_ptr raised;
    try {
        co_await sleep(5s);
    } catch (const CancelledError&) {
        raised = std::current_exception();
    }
    if (raised) {
        say(name, mode);
        if (mode == "converts") {
            throw ValueError(name);
        }
        if (mode == "swallows") {
            co_await sleep(2s);
            say(name, "finishes normally after all");
            co_return name;
        }
        std::rethrow_exception(raised);
    }
    co_return "";
}
Coroutine<> caller(std::vector<Task<std::string>> kids) {
    try {
        co_await gather(return_exceptions, kids);
        say("results");
    } catch (const CancelledError&) {
        say("caller got CancelledError");
    }
}
Coroutine<> main() {
    std::vector<Task<std::string>> kids;
    kids.push_back(create_task(child("a", "propagates")));
    kids.push_back(create_task(child("b", "converts")));
    kids.push_back(create_task(child("c", "swallows")));
    Task<> t = create_task(caller(kids));
    co_await sleep(1s);
    t.cancel();
    co_await t;
    say("caller cancelled():", t.cancelled(), "requests left:", t.cancelling());
    std::vector<std::string> outcomes;
    for (const Task<std::string>& kid : kids) {
        outcomes.push_back(kid.cancelled() ? "cancelled" : outcome(kid));
    }
    say(outcomes);
}
}  // namespace return_exceptions_cancelled_outer

TEST_CASE("gather_caller_cancelled") {
    conforms("gather_caller_cancelled", caller_cancelled::main);
}
TEST_CASE("gather_empty_and_single") {
    conforms("gather_empty_and_single", empty_and_single::main);
}
TEST_CASE("gather_first_exception") { conforms("gather_first_exception", first_exception::main); }
TEST_CASE("gather_results_in_argument_order") {
    conforms("gather_results_in_argument_order", results_in_argument_order::main);
}
TEST_CASE("gather_return_exceptions_cancelled_outer") {
    conforms("gather_return_exceptions_cancelled_outer", return_exceptions_cancelled_outer::main);
}

}  // namespace
}  // namespace coroscope::conformance
