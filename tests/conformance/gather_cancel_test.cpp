// What a gather does when it, or one of its children, is cancelled, and in which iteration.

#include <doctest/doctest.h>

#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

namespace cancel_outer {
Coroutine<> child(std::string name, Duration cleanup) {
    std::exception_ptr raised;
    try {
        co_await sleep(10s);
    } catch (const CancelledError&) {
        raised = std::current_exception();
    }
    say(name, "cancelled, cleanup takes", cleanup);
    co_await sleep(cleanup);
    say(name, "cleanup done");
    std::rethrow_exception(raised);
}
Coroutine<> main() {
    auto g = gather(child("a", 1s), child("b", 3s), child("c", 2s));
    EventLoop::running().call_later(1s, [&] { g.cancel(); });
    try {
        co_await g;
    } catch (const CancelledError&) {
        say("main caught CancelledError; gather cancelled():", g.cancelled());
    }
    co_await sleep(3s);
    say("main ends");
}
}  // namespace cancel_outer

namespace child_cancelled {
Coroutine<std::string> child(std::string name, Duration delay) {
    try {
        co_await sleep(delay);
        say(name, "finished");
        co_return name;
    } catch (const CancelledError&) {
        say(name, "cancelled");
        throw;
    }
}
Coroutine<> main() {
    std::vector<Task<std::string>> kids;
    kids.push_back(create_task(child("a", 2s)));
    kids.push_back(create_task(child("b", 2s)));
    kids.push_back(create_task(child("c", 3s)));
    EventLoop::running().call_later(1s, [kid = kids[1]] { kid.cancel(); });
    try {
        co_await gather(kids);
    } catch (const CancelledError&) {
        say("main caught CancelledError; requests:", me().cancelling());
    }
    std::vector<bool> done;
    for (const Task<std::string>& kid : kids) {
        done.push_back(kid.done());
    }
    say(done);
    std::vector<std::string> outcomes;
    for (const Result<std::string>& result : co_await gather(return_exceptions, kids)) {
        outcomes.push_back(result.ok() ? result.value() : show(result.error()));
    }
    say(outcomes);
}
}  // namespace child_cancelled

namespace latency_ticks {
Coroutine<> ticker() {
    for (int i = 0; i < 7; ++i) {
        say("tick", i);
        co_await sleep(0s);
    }
}
Coroutine<std::string> child(std::string name, int turns) {
    for (int i = 0; i < turns; ++i) {
        co_await sleep(0s);
    }
    say(name, "finishes");
    co_return name;
}
Coroutine<std::string> fails(int turns) {
    for (int i = 0; i < turns; ++i) {
        co_await sleep(0s);
    }
    say("failing");
    throw KeyError();
}
Coroutine<> main() {
    auto g = gather(child("a", 2), child("b", 1));
    g.add_done_callback([] { say("gather's own callback"); });
    Task<> t = create_task(ticker());
    const auto [a, b] = co_await g;
    say("[" + a + ", " + b + "]");
    co_await t;
    say("--- failing first");
    t = create_task(ticker());
    try {
        co_await gather(child("c", 4), fails(1));
    } catch (const KeyError&) {
        say("caught KeyError");
    }
    co_await t;
}
}  // namespace latency_ticks

namespace mixed_arguments {
Coroutine<int> job(int n) {
    say("job", n, "runs");
    co_await sleep(n * 1s);
    co_return n;
}
Coroutine<> main() {
    Future<std::string> fut;
    EventLoop::running().call_later(500ms, [fut] { fut.set_result("future"); });
    Task<int> task = create_task(job(2));
    Task<int> coro = create_task(job(1));  // in C++ a coroutine cannot be given twice
    const auto [a, b, c, d, e] = co_await gather(coro, fut, task, coro, fut);
    say(fmt::format("[{}, {}, {}, {}, {}]", a, b, c, d, e));
    say("task result:", task.result());
}
}  // namespace mixed_arguments

namespace nested_cancel {
Coroutine<> leaf(std::string name, Duration cleanup) {
    std::exception_ptr raised;
    try {
        co_await sleep(10s);
    } catch (const CancelledError&) {
        raised = std::current_exception();
    }
    co_await sleep(cleanup);
    say(name, "ends cancelled");
    std::rethrow_exception(raised);
}
template <class G>
void announce(const G& gathered, std::string name) {
    gathered.add_done_callback(
        [name](const auto& g) { say(name, "finished; cancelled():", g.cancelled()); });
}
std::vector<bool> both(bool first, bool second) {
    std::vector<bool> values;
    values.push_back(first);
    values.push_back(second);
    return values;
}
Coroutine<> main() {
    auto inner1 = gather(leaf("a", 2s), leaf("b", 1s));
    auto inner2 = gather(return_exceptions, leaf("c", 500ms), leaf("d", 3s));
    announce(inner1, "inner1");
    announce(inner2, "inner2");
    auto outer = gather(inner1, inner2);
    EventLoop::running().call_later(1s, [&] { outer.cancel(); });
    try {
        co_await outer;
    } catch (const CancelledError&) {
        say("main sees CancelledError; inner done:", both(inner1.done(), inner2.done()));
    }
    co_await sleep(3s);
    say("inner done:", both(inner1.done(), inner2.done()));
}
}  // namespace nested_cancel

TEST_CASE("gather_cancel_outer") { conforms("gather_cancel_outer", cancel_outer::main); }
TEST_CASE("gather_child_cancelled") { conforms("gather_child_cancelled", child_cancelled::main); }
TEST_CASE("gather_latency_ticks") { conforms("gather_latency_ticks", latency_ticks::main); }
TEST_CASE("gather_mixed_arguments") { conforms("gather_mixed_arguments", mixed_arguments::main); }
TEST_CASE("gather_nested_cancel") { conforms("gather_nested_cancel", nested_cancel::main); }

}  // namespace
}  // namespace coroscope::conformance
