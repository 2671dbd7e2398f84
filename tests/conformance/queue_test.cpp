#include <doctest/doctest.h>

#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

namespace cancelled_getter_loses_nothing {
Coroutine<> consumer(std::string name, Queue<std::string>& q) {
    try {
        say(name, "got", co_await q.get());
    } catch (const CancelledError&) {
        say(name, "cancelled");
        throw;
    }
}
Coroutine<> main() {
    Queue<std::string> q;
    std::vector<Task<>> ts;
    for (const char* const n : {"a", "b", "c"}) {
        ts.push_back(create_task(consumer(n, q)));
    }
    co_await sleep(1s);
    ts[0].cancel();
    q.put_nowait("x");
    q.put_nowait("y");
    co_await wait(ts);
    say("left in queue:", q.qsize());
}
}  // namespace cancelled_getter_loses_nothing

namespace cancelled_putter {
Coroutine<> producer(std::string name, Queue<std::string>& q) {
    try {
        co_await q.put(name);
        say(name, "has put");
    } catch (const CancelledError&) {
        say(name, "cancelled; full:", q.full());
        throw;
    }
}
Coroutine<> scene(bool cancel_after_get) {
    say("--- cancel after the get:", cancel_after_get);
    Queue<std::string> q("q", 1);
    q.put_nowait("old");
    std::vector<Task<>> ts;
    for (const char* const n : {"a", "b", "c"}) {
        ts.push_back(create_task(producer(n, q)));
    }
    co_await sleep(1s);
    if (!cancel_after_get) {
        ts[0].cancel();
    }
    say("got", q.get_nowait());
    if (cancel_after_get) {
        ts[0].cancel();
    }
    co_await sleep(1s);
    while (!q.empty()) {
        say("got", q.get_nowait());
        co_await sleep(1s);
    }
    co_await wait(ts);
}
Coroutine<> main() {
    co_await scene(false);
    co_await scene(true);
}
}  // namespace cancelled_putter

namespace fifo_unbounded {
Coroutine<> other() {
    say("other runs");
    co_return;
}
Coroutine<> main() {
    Queue<int> q;
    Task<> t = create_task(other());
    for (int i = 0; i < 3; ++i) {
        co_await q.put(i);
    }
    say("put three; size", q.qsize(), "other done:", t.done());
    while (!q.empty()) {
        say("got", co_await q.get());
    }
    say("getting did not suspend either; other done:", t.done());
    co_await t;
}
}  // namespace fifo_unbounded

namespace join_and_task_done {
Coroutine<> worker(std::string name, Queue<int>& q) {
    while (true) {
        const int item = co_await q.get();
        say(name, "works on", item);
        co_await sleep(item * 1s);
        q.task_done();
        say(name, "finished", item, "size", q.qsize());
    }
}
Coroutine<> main() {
    Queue<int> q;
    co_await q.join();
    say("join on an unused queue returns at once: none");
    for (const int n : {2, 1, 3, 1}) {
        q.put_nowait(n);
    }
    std::vector<Task<>> ws;
    for (const char* const n : {"a", "b"}) {
        ws.push_back(create_task(worker(n, q)));
    }
    co_await q.join();
    say("joined; empty:", q.empty());
    for (Task<>& w : ws) {
        w.cancel();
    }
    co_await gather(return_exceptions, ws);
}
}  // namespace join_and_task_done

namespace maxsize_blocks_putters {
Coroutine<> producer(std::string name, Queue<std::string>& q) {
    say(name, "puts; full:", q.full());
    co_await q.put(name);
    say(name, "has put");
}
Coroutine<> main() {
    Queue<std::string> q("q", 1);
    std::vector<Task<>> ts;
    for (const char* const n : {"a", "b", "c"}) {
        ts.push_back(create_task(producer(n, q)));
    }
    for (int i = 0; i < 3; ++i) {
        co_await sleep(1s);
        say("got", q.get_nowait());
    }
    co_await gather(ts);
}
}  // namespace maxsize_blocks_putters

namespace put_get_latency {
Coroutine<> ticker() {
    for (int i = 0; i < 6; ++i) {
        say("tick", i);
        co_await sleep(0s);
    }
}
Coroutine<> consumer(std::string name, Queue<int>& q, int n) {
    for (int i = 0; i < n; ++i) {
        say(name, "got", co_await q.get());
        co_await sleep(0s);
    }
}
Coroutine<> producer(Queue<int>& q) {
    for (int i = 0; i < 2; ++i) {
        co_await q.put(i);
        say("put", i);
    }
    co_await sleep(0s);
    for (int i = 10; i < 13; ++i) {
        co_await q.put(i);
        say("put", i);
    }
}
Coroutine<> main() {
    Queue<int> q;
    Task<> a = create_task(consumer("a", q, 3));
    Task<> b = create_task(consumer("b", q, 2));
    co_await sleep(0s);
    Task<> p = create_task(producer(q));
    Task<> t = create_task(ticker());
    co_await gather(a, b, p, t);
}
}  // namespace put_get_latency

namespace task_done_too_often {
Coroutine<> main() {
    Queue<int> q;
    for (int i = 0; i < 2; ++i) {
        co_await q.put(i);
    }
    say("got", co_await q.get());
    q.task_done();
    q.task_done();
    say("two calls accepted although one item is still inside; size", q.qsize());
    try {
        q.task_done();
    } catch (const ValueError& e) {
        say(e);
    }
    co_await q.join();
    say("joined; size", q.qsize());
}
}  // namespace task_done_too_often

namespace woken_getter_is_not_an_owner {
Coroutine<> consumer(std::string name, Queue<std::string>& q) {
    say(name, "waits");
    say(name, "got", co_await q.get());
}
Coroutine<> main() {
    Queue<std::string> q;
    std::vector<Task<>> ts;
    for (const char* const n : {"a", "b"}) {
        ts.push_back(create_task(consumer(n, q)));
    }
    co_await sleep(1s);
    q.put_nowait("x");
    say("main takes", q.get_nowait(), "back");
    co_await sleep(1s);
    for (const char* const item : {"y", "z"}) {
        q.put_nowait(item);
        co_await sleep(0s);
    }
    co_await gather(ts);
}
}  // namespace woken_getter_is_not_an_owner

namespace stop_event_and_drain {
Coroutine<> intake(Queue<int>& q, Event& stop) {
    for (int n = 0; !stop.is_set(); ++n) {
        q.put_nowait(n);
        say("accepted", n);
        try {
            co_await wait_for(stop.wait(), 500ms);
        } catch (const TimeoutError&) {
        }
    }
    say("intake closed");
}
Coroutine<> worker(std::string name, Queue<int>& q) {
    try {
        while (true) {
            const int item = co_await q.get();
            co_await sleep(1250ms);
            say(name, "finished", item);
            q.task_done();
        }
    } catch (...) {
        say(name, "stops");
        throw;
    }
}
Coroutine<> main() {
    Queue<int> q;
    Event stop;
    std::vector<Task<>> ws;
    ws.push_back(create_task(worker("w0", q)));
    ws.push_back(create_task(worker("w1", q)));
    Task<> i = create_task(intake(q, stop));
    EventLoop::running().call_later(2250ms, [&] { stop.set(); });
    co_await i;
    say("draining", q.qsize(), "items");
    co_await q.join();
    for (const Task<>& w : ws) {
        w.cancel();
    }
    co_await gather(return_exceptions, ws);
    say("clean exit");
}
}  // namespace stop_event_and_drain

TEST_CASE("queue_cancelled_getter_loses_nothing") {
    conforms("queue_cancelled_getter_loses_nothing", cancelled_getter_loses_nothing::main);
}
TEST_CASE("queue_cancelled_putter") { conforms("queue_cancelled_putter", cancelled_putter::main); }
TEST_CASE("queue_fifo_unbounded") { conforms("queue_fifo_unbounded", fifo_unbounded::main); }
TEST_CASE("queue_join_and_task_done") {
    conforms("queue_join_and_task_done", join_and_task_done::main);
}
TEST_CASE("queue_maxsize_blocks_putters") {
    conforms("queue_maxsize_blocks_putters", maxsize_blocks_putters::main);
}
TEST_CASE("queue_put_get_latency") { conforms("queue_put_get_latency", put_get_latency::main); }
TEST_CASE("queue_task_done_too_often") {
    conforms("queue_task_done_too_often", task_done_too_often::main);
}
TEST_CASE("queue_woken_getter_is_not_an_owner") {
    conforms("queue_woken_getter_is_not_an_owner", woken_getter_is_not_an_owner::main);
}
TEST_CASE("shutdown_stop_event_and_drain") {
    conforms("shutdown_stop_event_and_drain", stop_event_and_drain::main);
}

}  // namespace
}  // namespace coroscope::conformance
