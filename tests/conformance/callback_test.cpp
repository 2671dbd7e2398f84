// Ports of the cases about callbacks of the loop and of futures.
#include <doctest/doctest.h>

#include <map>

#include "runtime/core/event_loop.h"
#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

std::function<void()> says(std::string text) {
    return [text = std::move(text)] { say(text); };
}

namespace call_soon_cancelled_handle {
Coroutine<> main() {
    EventLoop& loop = get_running_loop();
    std::vector<std::pair<std::string, ScheduledCallback>> handles;
    const auto first = [&] {
        say("first cancels second and third");
        handles[1].second.cancel();
        handles[2].second.cancel();
        handles[2].second.cancel();
    };
    handles.emplace_back("first", loop.call_soon(first));
    handles.emplace_back("second", loop.call_soon(says("second")));
    handles.emplace_back("third", loop.call_later(1s, says("third")));
    handles.emplace_back("fourth", loop.call_later(1s, says("fourth")));
    co_await sleep(2s);
    std::string text;
    for (const auto& [name, handle] : handles) {
        text += (text.empty() ? "{" : ", ") + name + ": " + show(handle.cancelled());
    }
    say(text + "}");
}
}  // namespace call_soon_cancelled_handle

namespace call_soon_fifo {
void cb(const std::string& name, int depth) {
    say("callback", name);
    if (depth > 0) {
        get_running_loop().call_soon([=] { cb(name + "'", depth - 1); });
    }
}
Coroutine<> main() {
    EventLoop& loop = get_running_loop();
    loop.call_soon([] { cb("x", 2); });
    loop.call_soon([] { cb("y", 0); });
    loop.call_soon([] { cb("z", 1); });
    for (int i = 0; i < 4; ++i) {
        say("main turn", i);
        co_await sleep(0s);
    }
}
}  // namespace call_soon_fifo

namespace sleep_result_and_negative {
Coroutine<> one(std::string name, double delay) {
    const std::string result = co_await sleep(seconds(delay), "slept " + show(delay));
    say(name, "->", result);
}
Coroutine<> main() {
    std::vector<Task<>> tasks;
    tasks.push_back(create_task(one("a", 0.25)));
    tasks.push_back(create_task(one("b", 0)));
    tasks.push_back(create_task(one("c", -3)));
    tasks.push_back(create_task(one("d", 0.125)));
    get_running_loop().call_soon(says("marker behind all first steps"));
    co_await gather(tasks);
    say("main ends");
}
}  // namespace sleep_result_and_negative

namespace time_frozen_while_ready {
Coroutine<> busy_yields() {
    for (int i = 0; i < 1000; ++i) {
        co_await sleep(0s);
    }
    say("1000 turns taken");
}
Coroutine<> main() {
    get_running_loop().call_later(500ms, says("timer"));
    co_await gather(busy_yields(), busy_yields());
    say("gathered");
    co_await sleep(500ms);
    say("slept");
}
}  // namespace time_frozen_while_ready

namespace call_later_zero {
Coroutine<> main() {
    EventLoop& loop = get_running_loop();
    loop.call_later(0s, says("later(0) #1"));
    loop.call_soon(says("soon #1"));
    loop.call_later(-5s, says("later(-5)"));
    loop.call_soon(says("soon #2"));
    loop.call_later(0s, says("later(0) #2"));
    say("main yields");
    co_await sleep(0s);
    say("main again");
    co_await sleep(0s);
    say("main ends");
}
}  // namespace call_later_zero

namespace ties_inserted_at_different_times {
Coroutine<> step(std::string name, std::vector<double> delays) {
    for (const double delay : delays) {
        co_await sleep(seconds(delay));
        say(name, "after", delay);
    }
}
Coroutine<> main() {
    EventLoop& loop = get_running_loop();
    std::vector<Coroutine<>> steps;
    steps.push_back(step("p", {3, 1}));
    steps.push_back(step("q", {1, 2, 1}));
    steps.push_back(step("r", {2, 1}));
    steps.push_back(step("s", {1, 1, 1}));
    steps.push_back(step("t", {0.5, 2.5}));
    co_await gather(std::move(steps));
    say("gather done");
    loop.call_later(2s, says("two"));
    co_await sleep(1s);
    loop.call_later(1s, says("one"));
    co_await sleep(1s);
    say("main ends");
}
}  // namespace ties_inserted_at_different_times

namespace timers_tie_fifo {
Coroutine<> sleeper(int n) {
    co_await sleep(1s);
    say("sleeper", n);
}
Coroutine<> main() {
    std::vector<Task<>> tasks;
    for (int n = 0; n < 4; ++n) {
        tasks.push_back(create_task(sleeper(n)));
    }
    co_await sleep(0s);
    for (int n = 0; n < 4; ++n) {
        get_running_loop().call_at(1s, [n] { say("timer", n); });
    }
    co_await gather(tasks);
    say("main ends");
}
}  // namespace timers_tie_fifo

namespace last_iteration_after_main {
Coroutine<> spinner(std::string name) {
    int n = 0;
    try {
        while (true) {
            ++n;
            say(name, "turn", n);
            co_await sleep(0s);
        }
    } catch (const CancelledError&) {
        say(name, "cancelled after", n, "turns");
        throw;
    }
}
Coroutine<> main(std::vector<Task<>>& keep) {
    keep.push_back(create_task(spinner("spinner")));
    co_await sleep(0s);
    co_await sleep(0s);
    Task<>(Ref<FutureBase>(current_task())).add_done_callback(says("main's done callback"));
    get_running_loop().call_soon(says("queued by main"));
    say("main returns");
}
}  // namespace last_iteration_after_main

namespace timer_vs_soon_same_iteration {
void soon(int n) {
    say("soon", n);
    get_running_loop().call_soon([n] { say("soon from soon", n); });
}
void timer(int n) {
    say("timer", n);
    get_running_loop().call_soon([n] { say("soon from timer", n); });
    get_running_loop().call_later(0s, [n] { say("timer from timer", n); });
}
Coroutine<> main() {
    EventLoop& loop = get_running_loop();
    loop.call_later(500ms, [] { timer(1); });
    loop.call_later(250ms, [] { timer(2); });
    co_await sleep(0s);
    loop.call_soon([] { soon(1); });
    blocking(1s);
    loop.call_soon([] { soon(2); });
    for (int i = 0; i < 5; ++i) {
        say("main turn", i);
        co_await sleep(0s);
    }
}
}  // namespace timer_vs_soon_same_iteration

namespace names_and_current_task {
std::string whoami() { return current_task() == nullptr ? "nobody" : current_task()->name(); }
Coroutine<> shows(std::string label) {
    say(label, "runs in", whoami());
    co_return;
}
Coroutine<> main() {
    co_await shows("direct");
    Task<> worker = create_task(shows("task"), "worker");
    co_await worker;
    Task<> t = create_task(shows("renamed"), "old");
    t.set_name("new");
    co_await t;
    get_running_loop().call_soon([] { say("callback runs in", whoami()); });
    co_await sleep(0s);
    std::vector<std::string> names;
    for (const Task<>& task : all_tasks()) {
        names.push_back(task.name());
    }
    say("unfinished:", names);
}
}  // namespace names_and_current_task

namespace loop_stop_mid_iteration {
void program(EventLoop& loop) {
    loop.call_soon([&] {
        say("a stops the loop");
        loop.stop();
        loop.call_soon(says("queued by a"));
    });
    loop.call_soon(says("b, same iteration"));
    loop.call_later(1s, says("timer"));
    (void)loop.run_forever();
    say("stopped; running:", loop.is_running());
    loop.call_soon([&] { loop.stop(); });
    (void)loop.run_forever();
    say("stopped again");
    loop.stop();
    (void)loop.run_forever();
    say("stop before start: one iteration only");
    loop.call_later(2s, [&] { loop.stop(); });
    (void)loop.run_forever();
}
}  // namespace loop_stop_mid_iteration

namespace future_callback_after_done {
Coroutine<> main() {
    EventLoop& loop = get_running_loop();
    const Future<std::string> future;
    future.set_result("early");
    loop.call_soon(says("queued before"));
    future.add_done_callback(
        [](const Future<std::string>& f) { say("late callback:", f.result()); });
    loop.call_soon(says("queued after"));
    say("main yields");
    co_await sleep(0s);
    say("main ends");
}
}  // namespace future_callback_after_done

namespace future_callbacks_in_order {
Coroutine<> main() {
    const Future<int> future;
    for (const std::string name : {"first", "second", "third"}) {
        future.add_done_callback([name](const Future<int>& f) { say(name, "sees", f.result()); });
    }
    say("setting the result");
    future.set_result(42);
    say("result set, no callback has run; done:", future.done());
    co_await sleep(0s);
    say("main ends");
}
}  // namespace future_callbacks_in_order

namespace future_callback_adds_callback {
Coroutine<> waiter(std::string name, Future<> future) {
    co_await future;
    say("task", name, "awake");
}
Callback<Future<>> grow(int depth) {
    return [depth](const Future<>& f) {
        say("callback depth", depth);
        if (depth < 3) {
            f.add_done_callback(grow(depth + 1));
            get_running_loop().call_soon([depth] { say("soon from depth", depth); });
        }
    };
}
Coroutine<> main() {
    EventLoop& loop = get_running_loop();
    const Future<> future;
    Task<> a = create_task(waiter("a", future));
    co_await sleep(0s);
    future.add_done_callback(grow(1));
    Task<> b = create_task(waiter("b", future));
    co_await sleep(0s);
    loop.call_soon(says("soon before set_result"));
    future.set_result();
    loop.call_soon(says("soon after set_result"));
    for (int turn = 0; turn < 4; ++turn) {
        say("main turn", turn);
        co_await sleep(0s);
    }
    std::vector<std::string> done{show(a.done()), show(b.done())};
    say("done:", done);
}
}  // namespace future_callback_adds_callback

namespace future_remove_callback {
void a() { say("a called"); }
void b() { say("b called"); }
Coroutine<> main() {
    const Future<> future;
    future.add_done_callback(a);
    future.add_done_callback(b);
    future.add_done_callback(a);
    future.add_done_callback(a);
    say("removed a:", future.remove_done_callback(a));
    say("removed a again:", future.remove_done_callback(a));
    future.add_done_callback(a);
    future.set_result();
    say("removed b after set_result:", future.remove_done_callback(b));
    co_await sleep(0s);
    say("main ends");
}
}  // namespace future_remove_callback

}  // namespace

TEST_CASE("basics_call_soon_cancelled_handle") {
    conforms("basics_call_soon_cancelled_handle", call_soon_cancelled_handle::main);
}
TEST_CASE("basics_call_soon_fifo") { conforms("basics_call_soon_fifo", call_soon_fifo::main); }
TEST_CASE("basics_sleep_result_and_negative") {
    conforms("basics_sleep_result_and_negative", sleep_result_and_negative::main);
}
TEST_CASE("basics_time_frozen_while_ready") {
    conforms("basics_time_frozen_while_ready", time_frozen_while_ready::main);
}
TEST_CASE("basics_call_later_zero") { conforms("basics_call_later_zero", call_later_zero::main); }
TEST_CASE("basics_ties_inserted_at_different_times") {
    conforms("basics_ties_inserted_at_different_times", ties_inserted_at_different_times::main);
}
TEST_CASE("basics_timers_tie_fifo") { conforms("basics_timers_tie_fifo", timers_tie_fifo::main); }
TEST_CASE("basics_last_iteration_after_main") {
    std::vector<Task<>> keep;
    conforms(
        "basics_last_iteration_after_main", [&] { return last_iteration_after_main::main(keep); },
        [](AfterRun& run) { run.say("run() returned"); });
}
TEST_CASE("basics_timer_vs_soon_same_iteration") {
    conforms("basics_timer_vs_soon_same_iteration", timer_vs_soon_same_iteration::main);
}
TEST_CASE("basics_names_and_current_task") {
    conforms("basics_names_and_current_task", names_and_current_task::main);
}
TEST_CASE("basics_loop_stop_mid_iteration") {
    conforms_by_hand("basics_loop_stop_mid_iteration", loop_stop_mid_iteration::program,
                     [](AfterRun& run) { run.say("closed:", true); });
}
TEST_CASE("future_callback_after_done") {
    conforms("future_callback_after_done", future_callback_after_done::main);
}
TEST_CASE("future_callbacks_in_order") {
    conforms("future_callbacks_in_order", future_callbacks_in_order::main);
}
TEST_CASE("future_callback_adds_callback") {
    conforms("future_callback_adds_callback", future_callback_adds_callback::main);
}
TEST_CASE("future_remove_callback") {
    conforms("future_remove_callback", future_remove_callback::main);
}

}  // namespace coroscope::conformance
