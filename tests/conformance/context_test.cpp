// Ports of the cases about context variables, exception handlers, debug mode and the Runner.
#include <doctest/doctest.h>

#include "runtime/core/context.h"
#include "runtime/core/event_loop.h"
#include "runtime/core/runner.h"
#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

namespace tasks_copy_the_context {
const ContextVar<std::string> user("user", "nobody");
Coroutine<> child(std::string name) {
    say(name, "starts as", user.get());
    user.set(name);
    co_await sleep(1s);
    say(name, "is still", user.get());
}
Coroutine<> main() {
    user.set("alice");
    Task<> t1 = create_task(child("t1"));
    user.set("bob");
    Task<> t2 = create_task(child("t2"));
    user.set("carol");
    co_await gather(t1, t2);
    say("main is", user.get());
}
}  // namespace tasks_copy_the_context

namespace direct_await_shares {
const ContextVar<int> depth("depth", 0);
Coroutine<int> deeper() {
    depth.set(depth.get() + 1);
    co_await sleep(0s);
    co_return depth.get();
}
Coroutine<> main() {
    int got = co_await deeper();
    say("await:", got, "main:", depth.get());
    got = co_await deeper();
    say("await:", got, "main:", depth.get());
    auto [a, b] = co_await gather(deeper(), deeper());
    const std::vector<int> both{a, b};
    say("gather:", both, "main:", depth.get());
    Task<int> task = create_task(deeper());
    got = co_await task;
    say("task:", got, "main:", depth.get());
    got = co_await wait_for(deeper(), std::nullopt);
    say("wait_for none:", got, "main:", depth.get());
}
}  // namespace direct_await_shares

namespace callbacks {
const ContextVar<std::string> request("request", "none");
void shows(const std::string& label) {
    say(label, "in request", request.get());
    request.set("changed by a callback");
}
Coroutine<> main() {
    EventLoop& loop = get_running_loop();
    const Future<> future;
    request.set("r1");
    loop.call_later(1s, [] { shows("timer"); });
    request.set("r2");
    loop.call_soon([] { shows("soon"); });
    request.set("r3");
    future.add_done_callback([] { shows("done callback"); });
    request.set("r4");
    loop.call_later(500ms, [future] { future.set_result(); });
    co_await future;
    co_await sleep(1s);
    say("main in request", request.get());
}
}  // namespace callbacks

namespace explicit_shared_context {
const ContextVar<int> counter("counter", 0);
Coroutine<> bump(std::string name, int times) {
    for (int i = 0; i < times; ++i) {
        counter.set(counter.get() + 1);
        say(name, counter.get());
        co_await sleep(1s);
    }
}
void bump_now(const std::string& name) {
    counter.set(counter.get() + 10);
    say(name, counter.get());
}
Coroutine<> main() {
    const Context context = copy_context();
    Task<> a = create_task(bump("a", 2), {}, context);
    Task<> b = create_task(bump("b", 2), {}, context);
    Task<> c = create_task(bump("own copy", 2));
    get_running_loop().call_later(500ms, [] { bump_now("callback"); }, context);
    co_await gather(a, b, c);
    say("shared:", context.get(counter), "main:", counter.get());
}
}  // namespace explicit_shared_context

namespace runner_reuse {
const ContextVar<std::string> var("var", "unset");
Coroutine<> background() {
    try {
        for (int i = 0; i < 10; ++i) {
            co_await sleep(1s);
            say("beat", i);
        }
    } catch (...) {
        say("background stopped");
        throw;
    }
}
Coroutine<std::string> first(std::vector<Task<>>& keep) {
    var.set("set by first");
    keep.push_back(create_task(background()));
    co_await sleep(1500ms);
    co_return "first result";
}
Coroutine<std::string> second() {
    say("second sees", var.get());
    co_await sleep(1250ms);
    co_return "second result";
}
void program(EventLoop& loop, std::vector<Task<>>& keep) {
    Runner runner(loop);
    say(runner.run(first(keep)).result());
    say("between the runs; background done:", keep[0].done());
    say(runner.run(second()).result());
    runner.close();
}
}  // namespace runner_reuse

void crash(const std::string& text) {
    say("callback", text);
    throw RuntimeError(text);
}

namespace callback_goes_to_handler {
Coroutine<> main() {
    EventLoop& loop = get_running_loop();
    loop.call_soon([] { crash("default handler"); });
    loop.call_soon([] { say("next callback"); });
    co_await sleep(0s);
    loop.set_exception_handler(
        [](EventLoop&, const ExceptionContext& context) { say("HANDLER", context.exception); });
    loop.call_later(1s, [] { crash("custom handler"); });
    co_await sleep(2s);
    loop.set_exception_handler(nullptr);
    loop.call_soon([] { crash("default again"); });
    co_await sleep(0s);
    say("main ends");
}
}  // namespace callback_goes_to_handler

namespace handler_fails_too {
void handler(EventLoop& /*loop*/, const ExceptionContext& context) {
    say("HANDLER got", context.exception);
    try {
        std::rethrow_exception(context.exception);
    } catch (const ValueError&) {
        throw TypeError("handler is broken");
    } catch (const Error&) {
        // handled
    }
}
Coroutine<> main() {
    EventLoop& loop = get_running_loop();
    loop.set_exception_handler(handler);
    loop.call_soon([] { throw KeyError(); });
    loop.call_soon([] { throw ValueError("v"); });
    loop.call_soon([] { say("still alive"); });
    co_await sleep(0s);
    const ExceptionContext by_hand{"reported by hand", std::make_exception_ptr(OSError("o"))};
    loop.call_exception_handler(by_hand);
    loop.set_exception_handler(nullptr);
    const ExceptionContext plain{"by hand, default handler"};
    loop.call_exception_handler(plain);
    const ExceptionContext with_error{"with error", std::make_exception_ptr(OSError("o2"))};
    loop.call_exception_handler(with_error);
    co_await sleep(0s);
}
}  // namespace handler_fails_too

namespace slow_callback {
void callback(double time) {
    say("callback blocks", time);
    blocking(seconds(time));
}
Coroutine<> job() {
    for (const double time : {0.125, 0.5, 0.25}) {
        say("step blocks", time);
        blocking(seconds(time));
        co_await sleep(1s);
    }
}
Coroutine<> main() {
    EventLoop& loop = get_running_loop();
    say("debug:", loop.debug(), "limit:", loop.slow_callback_duration());
    loop.set_slow_callback_duration(250ms);
    Task<> t = create_task(job(), "job");
    loop.call_later(10s, [] { callback(0.125); });
    loop.call_later(10s, [] { callback(0.75); });
    co_await t;
    co_await sleep(10s);
    loop.set_debug(false);
    co_await sleep(0s);
    loop.call_soon([] { callback(2); });
    co_await sleep(0s);
    say("no report outside debug mode");
}
}  // namespace slow_callback

}  // namespace

TEST_CASE("ctx_tasks_copy_the_context") {
    conforms("ctx_tasks_copy_the_context", tasks_copy_the_context::main,
             [](AfterRun& run) { run.say("outside:", tasks_copy_the_context::user.get()); });
}
TEST_CASE("ctx_direct_await_shares") {
    conforms("ctx_direct_await_shares", direct_await_shares::main);
}
TEST_CASE("ctx_callbacks") { conforms("ctx_callbacks", callbacks::main); }
TEST_CASE("ctx_explicit_shared_context") {
    conforms("ctx_explicit_shared_context", explicit_shared_context::main);
}
TEST_CASE("basics_runner_reuse") {
    std::vector<Task<>> keep;
    conforms_by_hand(
        "basics_runner_reuse", [&](EventLoop& loop) { runner_reuse::program(loop, keep); },
        [&](AfterRun& run) { run.say("closed; background cancelled:", keep[0].cancelled()); });
}
TEST_CASE("exc_callback_goes_to_handler") {
    conforms("exc_callback_goes_to_handler", callback_goes_to_handler::main);
}
TEST_CASE("exc_handler_fails_too") { conforms("exc_handler_fails_too", handler_fails_too::main); }
TEST_CASE("debug_slow_callback") { conforms("debug_slow_callback", slow_callback::main, {}, true); }

}  // namespace coroscope::conformance
