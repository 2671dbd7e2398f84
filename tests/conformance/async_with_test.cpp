// Asynchronous context managers, and timeouts as blocks.
#include <doctest/doctest.h>

#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

std::string type_or(const std::exception_ptr& error, std::string none) {
    const std::string words = show(error);
    return error ? words.substr(0, words.find(':')) : none;
}

namespace enter_exit_order {
class Resource {
public:
    Resource(std::string name, Duration delay) : name_(std::move(name)), delay_(delay) {}
    Coroutine<std::string> aenter() {
        co_await sleep(delay_);
        say("open", name_);
        co_return name_;
    }
    Coroutine<bool> aexit(std::exception_ptr error) {
        co_await sleep(delay_);
        say("close", name_, "after", type_or(error, "no error"));
        co_return false;
    }

private:
    std::string name_;
    Duration delay_;
};
Coroutine<> main() {
    co_await async_with(Resource("a", 1s), [&](const std::string& a) -> Coroutine<> {
        co_await async_with(Resource("b", 500ms), [&](const std::string& b) -> Coroutine<> {
            say("body with", a, b);
            co_return;
        });
    });
    try {
        co_await async_with(Resource("c", 0s), [&]() -> Coroutine<> {
            co_await async_with(Resource("d", 0s), [&]() -> Coroutine<> {
                throw LookupError("body failed");
                co_return;
            });
        });
    } catch (const LookupError& e) {
        say("LookupError:", e.message());
    }
}
}  // namespace enter_exit_order

namespace suppress_and_failing_enter {
class Guard {
public:
    explicit Guard(std::string name, bool suppress = false, bool fail = false)
        : name_(std::move(name)), suppress_(suppress), fail_(fail) {}
    Coroutine<> aenter() {
        say("enter", name_);
        if (fail_) {
            throw ConnectionError(name_ + " refused");
        }
        co_return;
    }
    Coroutine<bool> aexit(std::exception_ptr error) {
        say("exit", name_, "with", type_or(error, "nothing"));
        co_return suppress_;
    }

private:
    std::string name_;
    bool suppress_;
    bool fail_;
};
Coroutine<> main() {
    co_await async_with(Guard("swallower", true), [&]() -> Coroutine<> {
        throw ValueError("gone");
        co_return;
    });
    say("carried on");
    try {
        co_await async_with(Guard("a"), [&]() -> Coroutine<> {
            co_await async_with(Guard("b", false, true), [&]() -> Coroutine<> {
                co_await async_with(Guard("c"), [&]() -> Coroutine<> {
                    say("not reached");
                    co_return;
                });
            });
        });
    } catch (const ConnectionError& e) {
        say(e);
    }
    Guard outer("outer", true);
    co_await async_with(outer, [&]() -> Coroutine<> {
        Guard inner("inner");
        co_await async_with(inner, [&]() -> Coroutine<> {
            co_await sleep(1s);
            throw KeyError();
        });
    });
    say("main ends");
}
}  // namespace suppress_and_failing_enter

namespace exit_stack_order {
class Manager {
public:
    enum class Action { None, Suppress, Raise };
    explicit Manager(std::string name, Action action = Action::None)
        : name_(std::move(name)), action_(action) {}
    Coroutine<> aenter() {
        say("enter", name_);
        co_return;
    }
    Coroutine<bool> aexit(std::exception_ptr error) {
        co_await sleep(500ms);
        say("exit", name_, "sees", error);
        if (action_ == Action::Raise) {
            throw OSError("exit failed");
        }
        co_return action_ == Action::Suppress;
    }

private:
    std::string name_;
    Action action_;
};
Coroutine<> callback(std::string text) {
    say("callback", text);
    co_return;
}
Coroutine<> scene(std::vector<Manager> managers, bool fails) {
    say("---");
    try {
        co_await async_with(AsyncExitStack(), [&](AsyncExitStack& stack) -> Coroutine<> {
            stack.push_async_callback(callback, std::string("registered first"));
            for (const Manager& m : managers) {
                co_await stack.enter_async_context(Manager(m));
            }
            stack.callback([] { say("sync callback"); });
            if (fails) {
                throw ValueError("v");
            }
        });
        say("no error leaves the stack");
    } catch (const Error& e) {
        say("leaves the stack:", e);
    }
}
Coroutine<> main() {
    using Action = Manager::Action;
    std::vector<Manager> first;
    first.emplace_back("a");
    first.emplace_back("b");
    co_await scene(first, false);
    std::vector<Manager> second;
    second.emplace_back("a");
    second.emplace_back("b", Action::Suppress);
    second.emplace_back("c");
    co_await scene(second, true);
    std::vector<Manager> third;
    third.emplace_back("a");
    third.emplace_back("b", Action::Raise);
    third.emplace_back("c");
    co_await scene(third, true);
}
}  // namespace exit_stack_order

namespace timeout_basic {
Coroutine<> main() {
    Timeout cm(2s);
    try {
        co_await async_with(cm, [&](Timeout& inside) -> Coroutine<> {
            say("deadline", *inside.when());
            try {
                co_await sleep(1s);
                say("first sleep over");
                co_await sleep(5s);
            } catch (const CancelledError&) {
                say("inside: CancelledError; expired:", inside.expired());
                throw;
            }
        });
    } catch (const TimeoutError&) {
        say("outside: TimeoutError; expired:", cm.expired());
    }
    say("requests:", me().cancelling());
    Timeout second(1s);
    co_await async_with(second, [&]() -> Coroutine<> { co_await sleep(500ms); });
    say("in time; expired:", second.expired());
    co_await sleep(1s);
    say("main ends");
}
}  // namespace timeout_basic

namespace timeout_reschedule {
std::string deadline(const Timeout& cm) { return cm.when() ? show(*cm.when()) : "none"; }
Coroutine<> main() {
    Timeout cm(std::nullopt);
    try {
        co_await async_with(cm, [&](Timeout& inside) -> Coroutine<> {
            say("deadline", deadline(inside));
            inside.reschedule(now() + 1s);
            co_await sleep(750ms);
            inside.reschedule(now() + 1s);
            say("prolonged to", deadline(inside));
            co_await sleep(750ms);
            inside.reschedule(std::nullopt);
            co_await sleep(5s);
            say("no deadline for a while");
            inside.reschedule(now() - 1s);
            say("rescheduled into the past; still running");
            co_await sleep(1s);
            say("not reached");
        });
    } catch (const TimeoutError&) {
        say("TimeoutError");
    }
    try {
        cm.reschedule(99s);
    } catch (const RuntimeError& e) {
        say(e.type(), "after the end");
    }
}
}  // namespace timeout_reschedule

namespace aclosing_context {
AsyncGenerator<int> rows(int n) {
    std::exception_ptr raised;
    try {
        for (int i = 0; i < n; ++i) {
            co_yield i;
        }
    } catch (...) {
        raised = std::current_exception();
    }
    co_await sleep(500ms);
    say("cleanup");
    if (raised) {
        std::rethrow_exception(raised);
    }
}
Coroutine<> body(AsyncGenerator<int> source, std::string mode) {
    while (const std::optional<int> row = co_await source.anext()) {
        say(mode, "row", *row);
        if (mode == "break") {
            break;
        }
        if (mode == "error") {
            throw ValueError("in the body");
        }
    }
}
Coroutine<> main() {
    for (const std::string mode : {"normal", "break", "error"}) {
        try {
            co_await async_with(aclosing(rows(3)),
                                [&](AsyncGenerator<int>& source) { return body(source, mode); });
            say(mode, "left the block");
        } catch (const ValueError& e) {
            say(e);
        }
    }
}
}  // namespace aclosing_context

TEST_CASE("acm_enter_exit_order") { conforms("acm_enter_exit_order", enter_exit_order::main); }
TEST_CASE("acm_suppress_and_failing_enter") {
    conforms("acm_suppress_and_failing_enter", suppress_and_failing_enter::main);
}
TEST_CASE("acm_exit_stack_order") { conforms("acm_exit_stack_order", exit_stack_order::main); }
TEST_CASE("timeout_basic") { conforms("timeout_basic", timeout_basic::main); }
TEST_CASE("timeout_reschedule") { conforms("timeout_reschedule", timeout_reschedule::main); }
TEST_CASE("agen_aclosing_context") { conforms("agen_aclosing_context", aclosing_context::main); }

}  // namespace
}  // namespace coroscope::conformance
