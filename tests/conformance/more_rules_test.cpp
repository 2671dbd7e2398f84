// Ports of our own cases for rules that no other case shows.
#include <doctest/doctest.h>

#include "runtime/core/event_loop.h"
#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

namespace close_refuses {
void program(EventLoop& loop) {
    loop.call_soon([&] { loop.stop(); });
    (void)loop.run_forever();
    loop.call_soon([] { say("never runs"); });
    loop.call_later(1s, [] { say("never fires"); });
    say("closing");
}
void refused(AfterRun& run, const std::string& name, const std::function<void()>& call) {
    try {
        call();
    } catch (const RuntimeError& error) {
        run.say(name, error);
    }
}
}  // namespace close_refuses

namespace unnamed_tasks {
Coroutine<std::string> name_of_task() { co_return me().name(); }
Coroutine<> main() {
    Task<std::string> a = create_task(name_of_task());
    Task<std::string> b = create_task(name_of_task(), "named");
    Task<std::string> c = create_task(name_of_task());
    for (const Task<std::string>& t : {a, b, c}) {
        const std::string got = co_await t;
        say(got);
    }
    auto [d, e] = co_await gather(name_of_task(), name_of_task());
    const std::vector<std::string> both{d, e};
    say(both);
}
}  // namespace unnamed_tasks

namespace results_of_cancelled {
Coroutine<> main() {
    const Future<int> f;
    for (int i = 0; i < 2; ++i) {
        try {
            if (i == 0) {
                (void)f.result();
            } else {
                (void)f.exception();
            }
        } catch (const InvalidStateError& error) {
            say(error.type());
        }
    }
    f.cancel("no longer needed");
    for (int i = 0; i < 3; ++i) {
        try {
            if (i == 1) {
                (void)f.exception();
            } else {
                (void)f.result();
            }
        } catch (const CancelledError& error) {
            say(error);
        }
    }
    co_return;
}
}  // namespace results_of_cancelled

namespace two_sleepers_of_one_instant {
Coroutine<> sleeper(std::string name, std::vector<Task<>>& other) {
    co_await sleep(1s);
    say(name, "awake");
    if (!other.empty()) {
        say("cancels the other:", other[0].cancel());
    }
    co_await sleep(0s);
    say(name, "ends");
}
Coroutine<> main() {
    std::vector<Task<>> box;
    std::vector<Task<>> nobody;
    Task<> a = create_task(sleeper("a", box), "a");
    Task<> b = create_task(sleeper("b", nobody), "b");
    box.push_back(b);
    co_await gather(return_exceptions, a, b);
    say("b cancelled:", b.cancelled());
    Task<> t = create_task(sleep(100s), "long");
    co_await sleep(0s);
    t.cancel();
    co_await sleep(0s);
    const Future<> never;
    co_await never;
}
}  // namespace two_sleepers_of_one_instant

namespace cancel_refused {
Coroutine<std::string> child() {
    co_await sleep(1s);
    co_return "value";
}
template <class G>
Coroutine<> waiter(G all) {
    try {
        const std::vector<std::string> got = co_await all;
        say("got", got);
    } catch (const CancelledError&) {
        say("cancelled; gather done:", all.done(), "cancelled:", all.cancelled());
        throw;
    }
}
Coroutine<> main() {
    std::vector<Task<std::string>> kids;
    kids.push_back(create_task(child()));
    kids.push_back(create_task(child()));
    const Future<std::vector<std::string>> all = gather(kids);
    Task<> t = create_task(waiter(all));
    kids[1].add_done_callback([&] {
        const bool gathered = all.cancel();
        const bool task = t.cancel();
        say("last child; gather:", gathered, "task:", task);
    });
    co_await wait(t);
    say("task cancelled:", t.cancelled(), "gather result:", all.result());
    say("finished gather:", all.cancel());
}
}  // namespace cancel_refused

namespace no_limit {
Coroutine<std::string> inner() {
    say("runs in", me().name());
    co_await sleep(1s);
    co_return "value";
}
Coroutine<> main() {
    get_running_loop().call_soon([] { say("first iteration over"); });
    const std::string got = co_await wait_for(inner(), std::nullopt);
    say(got);
}
}  // namespace no_limit

namespace inside_and_outside {
Coroutine<> main() {
    try {
        co_await async_with(timeout(1s), [&]() -> Coroutine<> {
            try {
                co_await sleep(5s);
            } catch (...) {
                say("inside:", std::current_exception());
                throw;
            }
        });
    } catch (...) {
        say("outside:", std::current_exception());
    }
}
}  // namespace inside_and_outside

namespace free_until_taken {
Coroutine<> wants(std::string name, Lock& lock) {
    co_await lock.acquire();
    say(name, "has it; locked:", lock.locked());
}
Coroutine<> main() {
    Lock lock;
    co_await lock.acquire();
    Task<> a = create_task(wants("a", lock));
    Task<> b = create_task(wants("b", lock));
    co_await sleep(0s);
    lock.release();
    say("released; locked:", lock.locked());
    co_await sleep(0s);
    say("one iteration on; locked:", lock.locked());
    lock.release();
    co_await sleep(0s);
    say("main ends");
}
}  // namespace free_until_taken

namespace between_put_and_get {
Coroutine<> getter(std::string name, Queue<int>& q) {
    const int item = co_await q.get();
    say(name, "got", item);
}
Coroutine<> main() {
    Queue<int> q;
    Task<> t = create_task(getter("waiting", q));
    co_await sleep(0s);
    q.put_nowait(1);
    say("main takes", q.get_nowait());
    co_await sleep(0s);
    q.put_nowait(2);
    const int item = co_await q.get();
    say("main takes", item);
    co_await sleep(0s);
    q.put_nowait(3);
    co_await t;
}
}  // namespace between_put_and_get

}  // namespace

TEST_CASE("basics_close_refuses") {
    EventLoop* closed = nullptr;
    conforms_by_hand(
        "basics_close_refuses",
        [&](EventLoop& loop) {
            closed = &loop;
            close_refuses::program(loop);
        },
        [&](AfterRun& run) {
            run.say("closed:", closed->is_closed());
            close_refuses::refused(run, "call_soon", [&] { closed->call_soon([] {}); });
            close_refuses::refused(run, "call_later", [&] { closed->call_later(1s, [] {}); });
            close_refuses::refused(run, "run_forever", [&] { (void)closed->run_forever(); });
        });
}
TEST_CASE("basics_unnamed_tasks") { conforms("basics_unnamed_tasks", unnamed_tasks::main); }
TEST_CASE("future_results_of_cancelled") {
    conforms("future_results_of_cancelled", results_of_cancelled::main);
}
TEST_CASE("basics_two_sleepers_of_one_instant") {
    conforms("basics_two_sleepers_of_one_instant", two_sleepers_of_one_instant::main);
}
TEST_CASE("gather_cancel_refused") { conforms("gather_cancel_refused", cancel_refused::main); }
TEST_CASE("waitfor_no_limit") { conforms("waitfor_no_limit", no_limit::main); }
TEST_CASE("timeout_inside_and_outside") {
    conforms("timeout_inside_and_outside", inside_and_outside::main);
}
TEST_CASE("lock_free_until_taken") { conforms("lock_free_until_taken", free_until_taken::main); }
TEST_CASE("queue_between_put_and_get") {
    conforms("queue_between_put_and_get", between_put_and_get::main);
}

}  // namespace coroscope::conformance
