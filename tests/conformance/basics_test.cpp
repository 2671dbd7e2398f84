#include <doctest/doctest.h>

#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

namespace await_done_task {
Coroutine<std::string> quick() { co_return "value"; }
Coroutine<> noisy() {
    for (int i = 0; i < 3; ++i) {
        say("noisy", i);
        co_await sleep(0s);
    }
}
Coroutine<> main() {
    Task<std::string> t = create_task(quick());
    co_await t;
    Task<> n = create_task(noisy());
    for (int i = 0; i < 3; ++i) {
        say("await done task ->", co_await t);
    }
    Future<std::string> future;
    future.set_result("ready");
    say("await done future ->", co_await future);
    say("now a real suspension");
    co_await n;
    say("main ends");
}
}  // namespace await_done_task

namespace await_inline {
Coroutine<int> leaf(int n) {
    say("leaf", n);
    co_return n * 10;
}
Coroutine<int> branch() {
    say("branch enters");
    const int total = co_await leaf(1) + co_await leaf(2);
    say("branch leaves");
    co_return total;
}
Coroutine<> other() {
    say("other runs");
    co_return;
}
Coroutine<> main() {
    Task<> t = create_task(other());
    const int total = co_await branch();
    say("main got", total, "- other done:", t.done());
    co_await sleep(0s);
    say("main after sleep(0) - other done:", t.done());
}
}  // namespace await_inline

namespace await_task_latency {
Coroutine<> ticker() {
    for (int i = 1; i < 7; ++i) {
        say("tick", i);
        co_await sleep(0s);
    }
}
Coroutine<int> inner() {
    co_await sleep(0s);
    say("inner finishes");
    co_return 1;
}
Coroutine<int> outer(Task<int> t) {
    const int v = co_await t;
    say("outer resumes");
    co_return v + 1;
}
Coroutine<> main() {
    Task<> tick = create_task(ticker());
    Task<int> i = create_task(inner());
    Task<int> o = create_task(outer(i));
    const int v = co_await o;
    say("main resumes with", v);
    co_await tick;
}
}  // namespace await_task_latency

namespace blocking_delays_timers {
Coroutine<> sleeper(std::string name, Duration delay) {
    co_await sleep(delay);
    say(name, "wanted", delay);
}
Coroutine<> main() {
    std::vector<Task<>> tasks;
    tasks.push_back(create_task(sleeper("a", 2s)));
    tasks.push_back(create_task(sleeper("b", 1s)));
    tasks.push_back(create_task(sleeper("c", 1500ms)));
    tasks.push_back(create_task(sleeper("d", 4s)));
    co_await sleep(0s);
    say("blocking for 3 seconds");
    blocking(3s);
    say("blocking ends");
    co_await gather(tasks);
}
}  // namespace blocking_delays_timers

namespace coroutine_single_use {
Coroutine<std::string> job(std::string text) {
    say("job", text);
    co_await sleep(1s);
    co_return text;
}
Coroutine<> main() {
    Coroutine<std::string> c = job("first");
    say("->", co_await c);
    try {
        co_await c;
    } catch (const RuntimeError&) {
        say("second await: RuntimeError");
    }
    c = job("shared");
    Task<std::string> t = create_task(std::move(c));
    co_await sleep(500ms);
    try {
        co_await c;  // NOLINT(bugprone-use-after-move): that is the point
    } catch (const RuntimeError&) {
        say("await while a task drives it: RuntimeError");
    }
    say("->", co_await t);
}
}  // namespace coroutine_single_use

namespace create_task_order {
Coroutine<> child(std::string name) {
    say(name, "runs");
    co_return;
}
Coroutine<> main() {
    std::vector<Task<>> tasks;
    for (const char* const n : {"a", "b", "c"}) {
        tasks.push_back(create_task(child(n)));
    }
    say("main created 3 tasks, none has run");
    co_await tasks[2];
    std::vector<bool> done;
    for (const Task<>& t : tasks) {
        done.push_back(t.done());
    }
    say("main awaited c; done:", done);
}
}  // namespace create_task_order

namespace leftover_cancelled_at_exit {
Coroutine<> background() {
    std::exception_ptr raised;
    try {
        while (true) {
            say("background beat");
            co_await sleep(1s);
        }
    } catch (...) {
        raised = std::current_exception();
    }
    say("background cleanup starts");
    co_await sleep(500ms);
    say("background cleanup ends");
    std::rethrow_exception(raised);
}
Coroutine<> main(std::vector<Task<>>& keep) {
    keep.push_back(create_task(background()));
    co_await sleep(1750ms);
    say("main returns");
}
}  // namespace leftover_cancelled_at_exit

namespace nested_spawn_breadth_first {
Coroutine<> node(std::string path, int depth, std::vector<Task<>>& tasks) {
    say("visit", path);
    if (depth > 0) {
        for (const char side : {'L', 'R'}) {
            tasks.push_back(create_task(node(path + side, depth - 1, tasks)));
        }
    }
    say("leave", path);
    co_return;
}
Coroutine<> main() {
    std::vector<Task<>> tasks;
    tasks.push_back(create_task(node("*", 2, tasks)));
    const auto all_done = [&tasks] {
        for (const Task<>& t : tasks) {
            if (!t.done()) {
                return false;
            }
        }
        return true;
    };
    while (!all_done()) {
        say("main turn");
        co_await sleep(0s);
    }
    say("nodes:", tasks.size());
}
}  // namespace nested_spawn_breadth_first

namespace sleep0_interleave {
Coroutine<> spin(std::string name, int rounds) {
    for (int i = 0; i < rounds; ++i) {
        say(name, "round", i);
        co_await sleep(0s);
    }
    say(name, "ends");
}
Coroutine<> main() {
    co_await gather(spin("a", 3), spin("b", 1), spin("c", 2));
    say("main ends");
}
}  // namespace sleep0_interleave

TEST_CASE("basics_await_done_task") { conforms("basics_await_done_task", await_done_task::main); }
TEST_CASE("basics_await_inline") { conforms("basics_await_inline", await_inline::main); }
TEST_CASE("basics_await_task_latency") {
    conforms("basics_await_task_latency", await_task_latency::main);
}
TEST_CASE("basics_blocking_delays_timers") {
    conforms("basics_blocking_delays_timers", blocking_delays_timers::main);
}
TEST_CASE("basics_coroutine_single_use") {
    conforms("basics_coroutine_single_use", coroutine_single_use::main);
}
TEST_CASE("basics_create_task_order") {
    conforms("basics_create_task_order", create_task_order::main,
             [](AfterRun& run) { run.say("run() returned"); });
}
TEST_CASE("basics_leftover_cancelled_at_exit") {
    std::vector<Task<>> keep;
    conforms(
        "basics_leftover_cancelled_at_exit", [&] { return leftover_cancelled_at_exit::main(keep); },
        [&](AfterRun& run) { run.say("run() returned; cancelled:", keep[0].cancelled()); });
}
TEST_CASE("basics_nested_spawn_breadth_first") {
    conforms("basics_nested_spawn_breadth_first", nested_spawn_breadth_first::main);
}
TEST_CASE("basics_sleep0_interleave") {
    conforms("basics_sleep0_interleave", sleep0_interleave::main);
}

}  // namespace
}  // namespace coroscope::conformance
