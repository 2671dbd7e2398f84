// wait, shield, as_completed and wait_for against cancellations in every iteration around them.
#include <doctest/doctest.h>

#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

using Limit = std::optional<Duration>;

std::string limit_text(Limit limit) { return limit ? show(*limit) : "none"; }
std::string number_text(std::optional<int> n) { return n ? std::to_string(*n) : "none"; }
std::optional<int> number(int i) { return i < 0 ? std::nullopt : std::optional<int>(i); }

Coroutine<> turns(int n) {
    for (int i = 0; i < n; ++i) {
        co_await sleep(0s);
    }
}

template <class T>
std::vector<std::string> names(const std::vector<Task<T>>& tasks) {
    std::vector<std::string> all;
    for (const auto& task : tasks) {
        all.push_back(task.name());
    }
    std::ranges::sort(all);
    return all;
}

namespace shield_around_end {
Coroutine<std::string> inner(std::string kind) {
    co_await sleep(1s);
    say("inner", kind);
    if (kind == "fails") {
        throw ValueError("inner");
    }
    if (kind == "is cancelled") {
        throw CancelledError();
    }
    co_return "value";
}
Coroutine<> waiter(Task<std::string> task, bool twice) {
    try {
        Future<std::string> shielded = shield(task);
        if (twice) {
            shielded = shield(shielded);
        }
        const std::string value = co_await shielded;
        say("waiter got", value);
    } catch (...) {
        say("waiter", std::current_exception(), "requests:", me().cancelling());
    }
}
Coroutine<> one(std::string kind, std::optional<int> n, bool twice) {
    auto task = create_task(inner(kind));
    auto w = create_task(waiter(task, twice));
    co_await sleep(500ms);
    if (!n) {
        w.cancel();
        co_await sleep(1s);
    } else {
        co_await sleep(500ms);
        co_await turns(*n);
        say("cancel ->", w.cancel());
    }
    co_await wait(w, task);
    say("inner cancelled:", task.cancelled());
}
Coroutine<> scene(std::string kind, std::optional<int> n, bool twice) {
    say("---", kind, "cancel turns", number_text(n), "twice:", twice);
    co_await one(kind, n, twice);
    co_await turns(2);
}
Coroutine<> main() {
    for (const char* const kind : {"returns", "fails", "is cancelled"}) {
        for (int i = -1; i < 4; ++i) {
            co_await scene(kind, number(i), false);
            co_await scene(kind, number(i), true);
        }
    }
}
}  // namespace shield_around_end

namespace wait_around_end {
Coroutine<> job(std::string name, Duration delay, int n, bool fails = false) {
    co_await sleep(delay);
    co_await turns(n);
    say(name, "ends");
    if (fails) {
        throw ValueError(name);
    }
}
Coroutine<> watcher(std::vector<Task<>> ts, Limit limit, ReturnWhen when) {
    try {
        const auto [done, pending] = co_await wait(ts, limit, when);
        say("done", names(done), "pending", names(pending));
    } catch (const CancelledError&) {
        say("watcher cancelled");
        throw;
    }
}
Coroutine<> scene(std::string label, std::optional<int> n, Limit limit, ReturnWhen when) {
    say("---", label, "cancel turns", number_text(n));
    std::vector<Task<>> ts;
    ts.push_back(create_task(job("a", 1s, 0), "a"));
    ts.push_back(create_task(job("b", 1s, 1, true), "b"));
    ts.push_back(create_task(job("c", 1s, 2), "c"));
    ts.push_back(create_task(job("d", 1s, 9), "d"));
    auto w = create_task(watcher(ts, limit, when));
    co_await sleep(500ms);
    ts[3].cancel();
    if (n) {
        co_await sleep(500ms);
        co_await turns(*n);
        say("cancel ->", w.cancel());
    }
    co_await wait(w);
    say("watcher cancelled:", w.cancelled());
    co_await wait(ts);
    say(ts[1].exception());
}
Coroutine<> main() {
    for (int i = -1; i < 6; ++i) {
        const std::optional<int> n = number(i);
        co_await scene("all", n, std::nullopt, ALL_COMPLETED);
        co_await scene("first completed", n, std::nullopt, FIRST_COMPLETED);
        co_await scene("first exception", n, std::nullopt, FIRST_EXCEPTION);
        co_await scene("timeout 1", n, 1s, ALL_COMPLETED);
        co_await scene("timeout 0", n, 0s, ALL_COMPLETED);
        co_await scene("timeout 0.75", n, 750ms, FIRST_EXCEPTION);
    }
}
}  // namespace wait_around_end

namespace completed_consumers {
Coroutine<int> job(int n) {
    co_await sleep(n * 1s);
    say("job", n, "ends");
    if (n == 3) {
        throw ValueError("three");
    }
    co_return n;
}
Coroutine<> consumer(std::string name, Coroutine<int> next) {
    try {
        const int value = co_await next;
        say(name, "got", value);
    } catch (const CancelledError&) {
        say(name, "cancelled");
        throw;
    } catch (const Error& e) {
        say(name, e);
    }
}
std::vector<Task<int>> jobs() {
    std::vector<Task<int>> ts;
    for (const int k : {3, 1, 2}) {
        ts.push_back(create_task(job(k), "t" + std::to_string(k)));
    }
    return ts;
}
Coroutine<> scene(std::optional<int> n, Limit limit) {
    say("--- cancel turns", number_text(n), "timeout", limit_text(limit));
    std::vector<Task<int>> ts = jobs();
    std::vector<Task<>> cs;
    for (auto next : as_completed(ts, limit)) {
        const std::string name(1, "xyz"[cs.size()]);
        cs.push_back(create_task(consumer(name, std::move(next))));
    }
    co_await sleep(1s);
    if (n) {
        co_await turns(*n);
        cs[0].cancel();
    }
    co_await wait(cs, 5s);
    std::vector<bool> done;
    for (const Task<>& c : cs) {
        done.push_back(c.done());
    }
    say("waiting:", done);
    std::vector<AnyFuture> all;
    for (Task<>& c : cs) {
        c.cancel();
        all.emplace_back(c);
    }
    for (const Task<int>& t : ts) {
        all.emplace_back(t);
    }
    co_await wait(all);
}
Coroutine<> iterate(Duration delay, Limit limit) {
    say("--- async iteration", delay, limit_text(limit));
    std::vector<Task<int>> ts = jobs();
    try {
        auto completed = as_completed(ts, limit);
        while (auto task = co_await completed.next()) {
            std::string name;
            for (const Task<int>& t : ts) {
                name = AnyFuture(t) == AnyFuture(*task) ? t.name() : name;
            }
            say("next is", name, "done:", task->done());
            co_await sleep(delay);
        }
    } catch (const TimeoutError&) {
        say("TimeoutError");
    }
    co_await wait(ts);
    say(ts[0].exception());
}
Coroutine<> main() {
    for (int i = -1; i < 4; ++i) {
        co_await scene(number(i), std::nullopt);
    }
    co_await scene(std::nullopt, 2s);
    co_await scene(1, 1s);
    co_await scene(std::nullopt, 0s);
    co_await iterate(0s, std::nullopt);
    co_await iterate(1500ms, std::nullopt);
    co_await iterate(500ms, 2s);
    for (auto next : as_completed(std::vector<Task<int>>())) {
        co_await next;
        say("nothing");
    }
}
}  // namespace completed_consumers

namespace zero_and_answers {
Coroutine<std::string> job(std::string kind) {
    std::exception_ptr cancelled;
    try {
        co_await sleep(5s);
    } catch (const CancelledError&) {
        cancelled = std::current_exception();
    }
    if (!cancelled) {
        co_return "";
    }
    say("job cancelled");
    try {
        co_await sleep(1s);
    } catch (const CancelledError&) {
        say("job cancelled again");
        throw;
    }
    say("job cleaned up");
    if (kind == "value") {
        co_return "late value";
    }
    if (kind == "error") {
        throw ValueError("late error");
    }
    std::rethrow_exception(cancelled);
}
template <class A>
Coroutine<> caller(A aw, Duration limit) {
    try {
        auto value = co_await wait_for(std::move(aw), limit);
        if constexpr (std::is_same_v<decltype(value), std::string>) {
            say("got", value);
        } else {
            say("got several");
        }
    } catch (...) {
        say(std::current_exception(), "requests:", me().cancelling());
    }
}
Coroutine<> scene(std::string kind, Duration limit, Limit cancel_after) {
    say("---", kind, limit, limit_text(cancel_after));
    auto t = create_task(job(kind));
    co_await sleep(0s);
    auto c = create_task(caller(t, limit));
    if (cancel_after) {
        co_await sleep(*cancel_after);
        say("cancel ->", c.cancel());
    }
    co_await wait(c);
    say("job done:", t.done());
    co_await wait(t);
}
Coroutine<> pair(Duration limit) {
    say("--- gather", limit);
    auto both = gather(job("value"), job("other"));
    co_await sleep(0s);
    co_await caller(Future(both), limit);
    co_await sleep(2s);
}
Coroutine<std::string> quick(int n) {
    co_await sleep(1s);
    co_await turns(n);
    say("quick ends");
    co_return "quick";
}
Coroutine<> finished(int n) {
    say("--- finished in the same instant", n);
    auto t = create_task(quick(n));
    co_await caller(t, 1s);
    say("cancelled:", t.cancelled());
    co_await caller(shield(create_task(quick(n))), 1s);
    co_await sleep(1s);
    co_await caller(quick(n), 1s);
}
Coroutine<> main() {
    for (const char* const kind : {"cancelled", "value", "error"}) {
        for (const Duration limit : {Duration(0s), Duration(-1s), Duration(250ms)}) {
            co_await scene(kind, limit, std::nullopt);
            co_await scene(kind, limit, 0s);
            co_await scene(kind, limit, 125ms);
            co_await scene(kind, limit, 500ms);
        }
    }
    co_await pair(0s);
    co_await pair(500ms);
    for (int n = 0; n < 3; ++n) {
        co_await finished(n);
    }
}
}  // namespace zero_and_answers

namespace first_exception {
Coroutine<> job(std::string name, Duration delay, bool fails) {
    co_await sleep(delay);
    say(name, "ends");
    if (fails) {
        throw ValueError("bad");
    }
}
std::vector<std::string> names(std::vector<Task<>> tasks) {
    std::vector<std::string> all;
    for (const Task<>& t : tasks) {
        all.push_back(t.name());
    }
    std::ranges::sort(all);
    return all;
}
Coroutine<> main() {
    std::vector<Task<>> ts;
    ts.push_back(create_task(job("ok", 1s, false), "ok"));
    ts.push_back(create_task(job("cut", 9s, false), "cut"));
    ts.push_back(create_task(job("bad", 3s, true), "bad"));
    ts.push_back(create_task(job("late", 5s, false), "late"));
    EventLoop::running().call_later(2s, [t = ts[1]] { t.cancel(); });
    auto first = co_await wait(ts, FIRST_EXCEPTION);
    say("done", names(first.done), "pending", names(first.pending));
    std::ranges::sort(first.done, {}, [](const Task<>& t) { return t.name(); });
    for (const Task<>& t : first.done) {
        if (t.cancelled()) {
            say(t.name(), "cancelled");
        } else {
            say(t.name(), t.exception());
        }
    }
    const auto second = co_await wait(first.pending, FIRST_EXCEPTION);
    say("done", names(second.done), "pending", names(second.pending));
}
}  // namespace first_exception

TEST_CASE("shield_request_around_end") {
    conforms("shield_request_around_end", shield_around_end::main);
}
TEST_CASE("wait_request_and_timeout") {
    conforms("wait_request_and_timeout", wait_around_end::main);
}
TEST_CASE("ascompleted_consumers") { conforms("ascompleted_consumers", completed_consumers::main); }
TEST_CASE("waitfor_zero_and_answers") {
    conforms("waitfor_zero_and_answers", zero_and_answers::main);
}
TEST_CASE("wait_first_exception") { conforms("wait_first_exception", first_exception::main); }

}  // namespace
}  // namespace coroscope::conformance
