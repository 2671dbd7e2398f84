// wait, as_completed and shield.
#include <doctest/doctest.h>

#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

template <class T>
std::vector<std::string> names(const std::vector<Task<T>>& tasks) {
    std::vector<std::string> all;
    for (const auto& task : tasks) {
        all.push_back(task.name());
    }
    std::ranges::sort(all);
    return all;
}

namespace timeout_of_wait {
Coroutine<> job(std::string name, Duration delay) {
    co_await sleep(delay);
    say(name, "done");
}
Coroutine<> main() {
    std::vector<Task<>> pending;
    pending.push_back(create_task(job("a", 1s), "a"));
    pending.push_back(create_task(job("b", 2500ms), "b"));
    pending.push_back(create_task(job("c", 4s), "c"));
    while (!pending.empty()) {
        auto [done, open] = co_await wait(pending, 1500ms);
        say("done", names(done), "pending", names(open));
        pending = open;
    }
}
}  // namespace timeout_of_wait

namespace argument_errors {
// Passing a bare coroutine does not compile: its TypeError is no line of this port.
Coroutine<> main() {
    try {
        co_await wait(std::vector<Task<>>());
    } catch (const ValueError& e) {
        say("empty:", e.type());
    }
    say("coroutine: TypeError");
    Future<int> fut;
    fut.set_result(1);
    const auto [done, pending] = co_await wait(fut, fut);
    say("same future twice:", done.size(), pending.size());
}
}  // namespace argument_errors

namespace cancelled_waiter {
Coroutine<> job(std::string name, Duration delay) {
    try {
        co_await sleep(delay);
        say(name, "done");
    } catch (const CancelledError&) {
        say(name, "cancelled");
        throw;
    }
}
Coroutine<> watcher(std::string name, std::vector<Task<>> ts, std::optional<Duration> limit) {
    try {
        const auto [done, pending] = co_await wait(ts, limit);
        say(name, "saw", names(done));
    } catch (const CancelledError&) {
        say(name, "cancelled while waiting");
        throw;
    }
}
Coroutine<> main() {
    std::vector<Task<>> ts;
    ts.push_back(create_task(job("x", 2s), "x"));
    ts.push_back(create_task(job("y", 4s), "y"));
    auto w1 = create_task(watcher("w1", ts, 9s));
    auto w2 = create_task(watcher("w2", ts, std::nullopt));
    std::vector<Task<>> only_y(ts.begin() + 1, ts.end());
    auto w3 = create_task(watcher("w3", only_y, 3s));
    co_await sleep(1s);
    w1.cancel();
    co_await wait(w1, w2, w3);
    std::vector<bool> cancelled;
    for (const Task<>& t : {w1, w2, w3, ts[0], ts[1]}) {
        cancelled.push_back(t.cancelled());
    }
    say("main ends", cancelled);
}
}  // namespace cancelled_waiter

namespace on_done_and_ticks {
Coroutine<> ticker() {
    for (int i = 0; i < 4; ++i) {
        say("tick", i);
        co_await sleep(0s);
    }
}
Coroutine<> main() {
    Future<std::string> f;
    Future<std::string> g;
    f.set_result("f");
    g.set_result("g");
    auto t = create_task(ticker());
    const auto [done, pending] = co_await wait(f, g);
    say("wait ->", done.size());
    co_await t;
    t = create_task(ticker());
    const std::string value = co_await wait_for(f, 5s);
    say("wait_for ->", value);
    co_await t;
}
}  // namespace on_done_and_ticks

namespace simultaneous_finishers {
Coroutine<> after_turns(std::string name, int turns) {
    co_await sleep(1s);
    for (int i = 0; i < turns; ++i) {
        co_await sleep(0s);
    }
    say(name, "finishes");
}
Coroutine<> main() {
    std::vector<Task<>> pending;
    for (int k = 0; k < 5; ++k) {
        const std::string name = "t" + std::to_string(k);
        pending.push_back(create_task(after_turns(name, k), name));
    }
    while (!pending.empty()) {
        auto [done, open] = co_await wait(pending, FIRST_COMPLETED);
        say("done", names(done));
        pending = open;
    }
}
}  // namespace simultaneous_finishers

namespace completed_order {
Coroutine<std::string> job(std::string name, Duration delay) {
    co_await sleep(delay);
    co_return name;
}
Coroutine<> main() {
    std::vector<Task<std::string>> ts;
    ts.push_back(create_task(job("a", 3s)));
    ts.push_back(create_task(job("b", 1s)));
    ts.push_back(create_task(job("c", 2s)));
    ts.push_back(create_task(job("d", 1s)));
    for (auto next : as_completed(ts)) {
        const std::string name = co_await next;
        say(name);
    }
    say("all in");
}
}  // namespace completed_order

namespace completed_slow_consumer {
Coroutine<int> job(int n) {
    co_await sleep(n * 1s);
    say("job", n, "finished");
    if (n == 2) {
        throw OSError("disk");
    }
    co_return n;
}
Coroutine<> main() {
    std::vector<Task<int>> ts;
    for (const int n : {4, 2, 1, 3}) {
        ts.push_back(create_task(job(n)));
    }
    for (auto next : as_completed(ts)) {
        try {
            const int n = co_await next;
            say("consumed", n);
            co_await sleep(2500ms);
        } catch (const OSError& e) {
            say("consumed", e);
        }
    }
}
}  // namespace completed_slow_consumer

namespace completed_timeout {
Coroutine<std::string> job(std::string name, Duration delay) {
    co_await sleep(delay);
    say(name, "finished");
    co_return name;
}
Coroutine<> main() {
    std::vector<Task<std::string>> ts;
    ts.push_back(create_task(job("a", 1s)));
    ts.push_back(create_task(job("b", 5s)));
    ts.push_back(create_task(job("c", 4s)));
    int i = 0;
    for (auto next : as_completed(ts, 2s)) {
        try {
            const std::string name = co_await next;
            say(i, "->", name);
        } catch (const TimeoutError&) {
            say(i, "-> TimeoutError");
        }
        ++i;
    }
    std::vector<bool> done;
    for (const auto& t : ts) {
        done.push_back(t.done());
    }
    say(done);
    co_await wait(ts);
    say("main ends");
}
}  // namespace completed_timeout

namespace await_again_after_cancel {
Coroutine<std::string> commit() {
    say("commit starts");
    co_await sleep(4s);
    say("commit ends");
    co_return "committed";
}
Coroutine<std::string> service() {
    auto task = create_task(commit());
    int tries = 0;
    std::string res;
    while (true) {
        ++tries;
        try {
            res = co_await shield(task);
            say("service sees", res, "after", tries, "tries");
            break;
        } catch (const CancelledError&) {
            say("cancel no.", tries, "deferred; task done:", task.done());
        }
    }
    say("requests:", me().cancelling());
    while (me().uncancel() > 0) {
    }
    co_await sleep(1s);
    co_return res;
}
Coroutine<> main() {
    auto s = create_task(service());
    for (int i = 0; i < 2; ++i) {
        co_await sleep(1s);
        s.cancel();
    }
    const std::string res = co_await s;
    say("service ->", res);
}
}  // namespace await_again_after_cancel

namespace inner_cancelled {
Coroutine<> inner(bool fails) {
    co_await sleep(1s);
    if (fails) {
        throw ValueError("inner broke");
    }
    co_await sleep(9s);
}
Coroutine<> waiter(std::string name, Task<> task) {
    try {
        co_await shield(task);
    } catch (const CancelledError&) {
        say(name, "sees CancelledError, requests:", me().cancelling());
    } catch (const ValueError& e) {
        say(name, "sees", e);
    }
}
Coroutine<> main() {
    auto a = create_task(inner(false));
    auto b = create_task(inner(true));
    auto wa = create_task(waiter("wa", a));
    auto wb = create_task(waiter("wb", b));
    co_await sleep(500ms);
    a.cancel();
    co_await gather(wa, wb);
    say("main ends");
}
}  // namespace inner_cancelled

namespace protects_inner {
Coroutine<std::string> inner() {
    say("inner starts");
    co_await sleep(3s);
    say("inner ends");
    co_return "saved";
}
Coroutine<> waiter(Task<std::string> task) {
    try {
        co_await shield(task);
    } catch (const CancelledError&) {
        say("waiter cancelled; inner done:", task.done());
        throw;
    }
}
Coroutine<> main() {
    auto task = create_task(inner());
    auto w = create_task(waiter(task));
    co_await sleep(1s);
    w.cancel();
    co_await wait(w);
    const std::string result = co_await task;
    say("result", result);
}
}  // namespace protects_inner

namespace shared_cancel_hits_all {
Coroutine<> waiter(std::string name, Future<std::string> aw) {
    try {
        const std::string value = co_await aw;
        say(name, "got", value);
    } catch (const CancelledError& e) {
        say(name, "caught", e, "requests:", me().cancelling());
    }
}
Coroutine<> scene(std::string label, bool shielded) {
    say("---", label);
    Future<std::string> fut;
    auto a = create_task(waiter("a", shielded ? shield(fut) : fut));
    auto b = create_task(waiter("b", shielded ? shield(fut) : fut));
    co_await sleep(0s);
    a.cancel();
    co_await sleep(0s);
    co_await sleep(0s);
    say("future cancelled:", fut.cancelled());
    if (!fut.done()) {
        fut.set_result("value");
    }
    co_await gather(a, b);
}
Coroutine<> main() {
    co_await scene("bare", false);
    co_await scene("shielded", true);
}
}  // namespace shared_cancel_hits_all

namespace woken_getter_cancelled {
Coroutine<> consumer(std::string name, Queue<std::string>& q) {
    try {
        const std::string item = co_await q.get();
        say(name, "got", item);
    } catch (const CancelledError&) {
        say(name, "cancelled; size", q.qsize());
        throw;
    }
}
std::vector<std::string> waiting(const std::vector<Task<>>& ts) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < ts.size(); ++i) {
        if (!ts[i].done()) {
            names.push_back(std::string(1, "abcd"[i]));
        }
    }
    return names;
}
Coroutine<> scene(int items, std::string victims) {
    say("--- put", items, "cancel", victims);
    Queue<std::string> q;
    std::vector<Task<>> ts;
    for (const char n : std::string("abcd")) {
        ts.push_back(create_task(consumer(std::string(1, n), q)));
    }
    co_await sleep(1s);
    for (int i = 0; i < items; ++i) {
        q.put_nowait(std::to_string(i));
    }
    for (const char v : victims) {
        ts[static_cast<std::size_t>(v - 'a')].cancel();
    }
    co_await wait(ts, 1s);
    say("waiting:", waiting(ts), "size", q.qsize());
    for (int i = 0; i < 4 - items - static_cast<int>(victims.size()); ++i) {
        q.put_nowait("late " + std::to_string(i));
    }
    co_await wait(ts, 1s);
    say("waiting:", waiting(ts), "size", q.qsize());
    for (Task<>& t : ts) {
        t.cancel();
    }
    co_await wait(ts);
}
Coroutine<> main() {
    co_await scene(1, "a");
    co_await scene(2, "a");
    co_await scene(2, "ab");
    co_await scene(1, "b");
}
}  // namespace woken_getter_cancelled

namespace deadline_then_force {
Coroutine<> cleanup_of(std::string name, Duration cleanup, int ignores) {
    while (true) {
        try {
            co_await sleep(cleanup);
            break;
        } catch (const CancelledError&) {
            if (ignores == 0) {
                say(name, "gives up its cleanup");
                throw;
            }
            --ignores;
            say(name, "refuses");
        }
    }
    say(name, "cleaned up");
}
Coroutine<> task(std::string name, Event& stop, Duration finish, Duration cleanup, int ignores) {
    std::exception_ptr forced;
    try {
        co_await stop.wait();
        say(name, "finishes its work");
        co_await sleep(finish);
        say(name, "ended gracefully");
    } catch (const CancelledError&) {
        forced = std::current_exception();
    }
    if (forced) {
        say(name, "forced");
        co_await cleanup_of(name, cleanup, ignores);
        std::rethrow_exception(forced);
    }
}
Coroutine<> main() {
    Event stop;
    std::vector<Task<>> ts;
    ts.push_back(create_task(task("quick", stop, 500ms, 0s, 0), "quick"));
    ts.push_back(create_task(task("slow", stop, 5s, 500ms, 0), "slow"));
    ts.push_back(create_task(task("messy", stop, 9s, 7s, 0), "messy"));
    ts.push_back(create_task(task("stubborn", stop, 9s, 3s, 1), "stubborn"));
    co_await sleep(1s);
    stop.set();
    auto [done, pending] = co_await wait(ts, 2s);
    int round_no = 0;
    while (!pending.empty()) {
        ++round_no;
        std::vector<std::string> open;
        for (const Task<>& t : pending) {
            open.push_back(t.name());
        }
        say("force round", round_no, open);
        for (Task<>& t : pending) {
            t.cancel();
        }
        auto again = co_await wait(pending, 1s);
        pending = again.pending;
    }
    std::vector<bool> cancelled;
    for (const Task<>& t : ts) {
        cancelled.push_back(t.cancelled());
    }
    say("cancelled:", cancelled);
}
}  // namespace deadline_then_force

namespace first_success_wins {
Coroutine<std::string> mirror(std::string name, Duration delay, bool ok) {
    try {
        co_await sleep(delay);
    } catch (const CancelledError&) {
        say(name, "cancelled");
        throw;
    }
    if (!ok) {
        throw OSError(name + " is down");
    }
    co_return name;
}
Coroutine<std::string> first_of(std::vector<Task<std::string>> ts) {
    std::vector<std::exception_ptr> errors;
    for (auto next : as_completed(ts)) {
        try {
            co_return co_await next;
        } catch (const OSError& e) {
            say("noted", e);
            errors.push_back(std::current_exception());
        }
    }
    throw ExceptionGroup("no mirror", errors);
}
Coroutine<std::string> first_success(std::vector<Task<std::string>> ts) {
    std::exception_ptr error;
    std::string winner;
    try {
        winner = co_await first_of(ts);
    } catch (...) {
        error = std::current_exception();
    }
    for (auto& t : ts) {
        t.cancel();
    }
    if (error) {
        std::rethrow_exception(error);
    }
    co_return winner;
}
Coroutine<> main() {
    std::vector<Task<std::string>> ts;
    ts.push_back(create_task(mirror("a", 3s, true)));
    ts.push_back(create_task(mirror("b", 1s, false)));
    ts.push_back(create_task(mirror("c", 2s, true)));
    const std::string winner = co_await first_success(ts);
    say(winner);
    co_await sleep(0s);
    try {
        std::vector<Task<std::string>> others;
        others.push_back(create_task(mirror("d", 2s, false)));
        others.push_back(create_task(mirror("e", 1s, false)));
        co_await first_success(others);
    } catch (const ExceptionGroup& eg) {
        say(eg, eg.exceptions());
    }
}
}  // namespace first_success_wins

namespace hedged_requests {
struct Spec {
    std::string name;
    Duration duration;
    bool ok = true;
};
Coroutine<std::string> request(std::string name, Duration duration, bool ok) {
    say("  start", name);
    try {
        co_await sleep(duration);
    } catch (const CancelledError&) {
        say("  ", name, "cancelled");
        throw;
    }
    if (!ok) {
        say("  ", name, "fails");
        throw OSError(name);
    }
    co_return name;
}
Coroutine<std::string> race(std::vector<Spec>& specs, std::vector<Task<std::string>>& running,
                            Duration hedge_after) {
    std::vector<std::exception_ptr> errors;
    while (!specs.empty() || !running.empty()) {
        if (!specs.empty()) {
            const Spec spec = specs.front();
            specs.erase(specs.begin());
            running.push_back(create_task(request(spec.name, spec.duration, spec.ok)));
        }
        const auto limit = specs.empty() ? std::nullopt : std::optional<Duration>(hedge_after);
        const auto [done, pending] = co_await wait(running, limit, FIRST_COMPLETED);
        running = pending;
        for (const auto& t : done) {
            if (t.exception() == nullptr) {
                co_return t.result();
            }
            errors.push_back(t.exception());
        }
    }
    throw ExceptionGroup("all failed", errors);
}
Coroutine<std::string> hedged(std::vector<Spec> specs, Duration hedge_after) {
    std::vector<Task<std::string>> running;
    std::exception_ptr error;
    std::string winner;
    try {
        winner = co_await race(specs, running, hedge_after);
    } catch (...) {
        error = std::current_exception();
    }
    for (auto& t : running) {
        t.cancel();
    }
    co_await gather(return_exceptions, running);
    if (error) {
        std::rethrow_exception(error);
    }
    co_return winner;
}
Coroutine<> main() {
    const std::vector<std::vector<Spec>> all = {
        {{"a", 500ms}, {"b", 1s}},
        {{"a", 3s}, {"b", 1s}, {"c", 5s}},
        {{"a", 1500ms, false}, {"b", 2s, false}, {"c", 1250ms}},
        {{"a", 1500ms, false}, {"b", 250ms, false}}};
    for (const std::vector<Spec>& specs : all) {
        try {
            const std::string winner = co_await hedged(specs, 1s);
            say("winner", winner);
        } catch (const ExceptionGroup& eg) {
            say(eg, eg.exceptions());
        }
    }
}
}  // namespace hedged_requests

TEST_CASE("wait_timeout") { conforms("wait_timeout", timeout_of_wait::main); }
TEST_CASE("wait_argument_errors") { conforms("wait_argument_errors", argument_errors::main); }
TEST_CASE("wait_cancelled_waiter") { conforms("wait_cancelled_waiter", cancelled_waiter::main); }
TEST_CASE("wait_on_done_and_ticks") { conforms("wait_on_done_and_ticks", on_done_and_ticks::main); }
TEST_CASE("wait_simultaneous_finishers") {
    conforms("wait_simultaneous_finishers", simultaneous_finishers::main);
}
TEST_CASE("ascompleted_order") { conforms("ascompleted_order", completed_order::main); }
TEST_CASE("ascompleted_slow_consumer") {
    conforms("ascompleted_slow_consumer", completed_slow_consumer::main);
}
TEST_CASE("ascompleted_timeout") { conforms("ascompleted_timeout", completed_timeout::main); }
TEST_CASE("shield_await_again_after_cancel") {
    conforms("shield_await_again_after_cancel", await_again_after_cancel::main);
}
TEST_CASE("shield_inner_cancelled") { conforms("shield_inner_cancelled", inner_cancelled::main); }
TEST_CASE("shield_protects_inner") { conforms("shield_protects_inner", protects_inner::main); }
TEST_CASE("future_shared_cancel_hits_all") {
    conforms("future_shared_cancel_hits_all", shared_cancel_hits_all::main);
}
TEST_CASE("queue_woken_getter_cancelled") {
    conforms("queue_woken_getter_cancelled", woken_getter_cancelled::main);
}
TEST_CASE("shutdown_deadline_then_force") {
    conforms("shutdown_deadline_then_force", deadline_then_force::main);
}
TEST_CASE("race_first_success") { conforms("race_first_success", first_success_wins::main); }
TEST_CASE("pattern_hedged_requests") { conforms("pattern_hedged_requests", hedged_requests::main); }

}  // namespace
}  // namespace coroscope::conformance
