#include <doctest/doctest.h>

#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

namespace awaited_by_two {
Coroutine<> shared(Duration cleanup) {
    std::exception_ptr raised;
    try {
        co_await sleep(10s);
    } catch (...) {
        raised = std::current_exception();
    }
    co_await sleep(cleanup);
    say("shared cleaned up");
    std::rethrow_exception(raised);
}
Coroutine<> awaiter(std::string name, Task<> t) {
    try {
        co_await t;
    } catch (const CancelledError&) {
        say(name, "CancelledError, requests:", me().cancelling());
        if (me().cancelling() > 0) {
            throw;
        }
    }
}
Coroutine<> main() {
    for (const std::string who : {"task", "awaiter"}) {
        say("--- cancel the", who);
        Task<> t = create_task(shared(500ms));
        std::vector<Task<>> aws;
        for (const char* const n : {"p", "q", "r"}) {
            aws.push_back(create_task(awaiter(n, t)));
        }
        co_await sleep(1s);
        if (who == "task") {
            t.cancel();
        } else {
            aws[1].cancel();
        }
        co_await wait(aws);
        std::vector<bool> cancelled;
        cancelled.push_back(t.cancelled());
        for (const Task<>& x : aws) {
            cancelled.push_back(x.cancelled());
        }
        say("cancelled:", cancelled);
    }
}
}  // namespace awaited_by_two

namespace before_start {
Coroutine<> job() {
    try {
        say("body runs");
    } catch (...) {
        say("finally runs");
        throw;
    }
    say("finally runs");
    co_return;
}
Coroutine<> main() {
    Task<> t = create_task(job());
    const bool accepted = t.cancel();
    say("cancel:", accepted, "done:", t.done(), "cancelled:", t.cancelled());
    co_await sleep(0s);
    say("one turn later: done:", t.done(), "cancelled:", t.cancelled());
    try {
        co_await t;
    } catch (const CancelledError&) {
        say("await raises CancelledError");
    }
}
}  // namespace before_start

namespace child_swallows_parent_survives {
Coroutine<std::string> child() {
    try {
        co_await sleep(10s);
    } catch (const CancelledError&) {
        say("child swallows");
    }
    co_return "child value";
}
Coroutine<> parent(Task<std::string> t) {
    const std::string v = co_await t;
    say("parent got", v, "- requests:", me().cancelling());
    co_await sleep(1s);
    say("parent ends normally");
}
Coroutine<> main() {
    Task<std::string> c = create_task(child());
    Task<> p = create_task(parent(c));
    co_await sleep(1s);
    say("cancel parent:", p.cancel());
    co_await wait(p);
    say(fmt::format("cancelled: {{child: {}, parent: {}}} requests: {{child: {}, parent: {}}}",
                    show(c.cancelled()), show(p.cancelled()), c.cancelling(), p.cancelling()));
}
}  // namespace child_swallows_parent_survives

namespace cleanup_awaits {
Coroutine<> job() {
    std::exception_ptr raised;
    try {
        co_await sleep(10s);
    } catch (...) {
        raised = std::current_exception();
    }
    say("closing connection");
    co_await sleep(2s);
    say("connection closed");
    std::rethrow_exception(raised);
}
Coroutine<> main() {
    Task<> t = create_task(job());
    co_await sleep(1s);
    t.cancel();
    while (!t.done()) {
        say("waiting for the task");
        co_await sleep(750ms);
    }
    say("cancelled:", t.cancelled());
}
}  // namespace cleanup_awaits

namespace converted_to_error {
Coroutine<> job() {
    try {
        co_await sleep(10s);
    } catch (const CancelledError&) {
        throw ConnectionError("closed early");
    }
}
Coroutine<> main() {
    Task<> t = create_task(job());
    co_await sleep(1s);
    t.cancel();
    try {
        co_await t;
    } catch (const ConnectionError& e) {
        say("caught", e);
    }
    say("cancelled:", t.cancelled(), "exception:", t.exception());
}
}  // namespace converted_to_error

namespace during_cleanup {
Coroutine<> interrupted() {
    std::exception_ptr raised;
    try {
        co_await sleep(10s);
    } catch (...) {
        raised = std::current_exception();
    }
    say("cleanup part 1");
    co_await sleep(2s);
    say("cleanup part 2");
    std::rethrow_exception(raised);
}
Coroutine<> job() {
    try {
        co_await interrupted();
    } catch (const CancelledError&) {
        say("outer handler, requests:", me().cancelling());
        say("outer finally");
        throw;
    }
}
Coroutine<> main() {
    for (const bool second : {false, true}) {
        say("--- second cancel:", second);
        Task<> t = create_task(job());
        co_await sleep(1s);
        t.cancel();
        co_await sleep(1s);
        if (second) {
            t.cancel();
        }
        co_await wait(t);
    }
}
}  // namespace during_cleanup

namespace during_sleep {
Coroutine<> job() {
    say("job sleeps");
    try {
        co_await sleep(3600s);
    } catch (const CancelledError&) {
        say("job: cancelled");
        say("job: finally");
        throw;
    }
}
Coroutine<> main() {
    Task<> t = create_task(job());
    co_await sleep(1s);
    t.cancel();
    say("cancel requested; cancelled yet:", t.cancelled());
    try {
        co_await t;
    } catch (const CancelledError& e) {
        say("main:", e, "- cancelled now:", t.cancelled());
    }
}
}  // namespace during_sleep

namespace finished_task {
Coroutine<int> good() { co_return 1; }
Coroutine<int> bad() {
    throw ValueError("bad");
    co_return 0;
}
Coroutine<> main() {
    for (const bool is_good : {true, false}) {
        Task<int> t = create_task(is_good ? good() : bad());
        co_await wait(t);
        const bool accepted = t.cancel();
        say("cancel:", accepted, "cancelled:", t.cancelled(), "requests:", t.cancelling());
        say("outcome:", outcome(t));
    }
}
}  // namespace finished_task

namespace message_travels {
Coroutine<> inner() {
    try {
        co_await sleep(10s);
    } catch (const CancelledError& e) {
        say("inner sees", e);
        throw;
    }
}
Coroutine<> outer(Task<> t) {
    try {
        co_await t;
    } catch (const CancelledError& e) {
        say("outer sees", e);
        throw;
    }
}
Coroutine<> main() {
    Task<> i = create_task(inner());
    Task<> o = create_task(outer(i));
    co_await sleep(1s);
    o.cancel("budget exhausted");
    try {
        co_await o;
    } catch (const CancelledError& e) {
        say("main sees", e);
    }
}
}  // namespace message_travels

namespace order_of_unwinding {
Coroutine<> job(std::string name) {
    try {
        co_await sleep(10s);
    } catch (...) {
        say(name, "unwinds");
        throw;
    }
}
Coroutine<> main() {
    std::vector<Task<>> ts;
    for (const char* const n : {"a", "b", "c", "d"}) {
        ts.push_back(create_task(job(n)));
    }
    co_await sleep(1s);
    for (const char n : {'c', 'a', 'd', 'b'}) {
        ts[static_cast<std::size_t>(n - 'a')].cancel();
    }
    say("all requested");
    co_await wait(ts);
}
}  // namespace order_of_unwinding

namespace pending_passes_what_does_not_suspend {
Coroutine<std::string> done() { co_return "done task"; }
Coroutine<> job(Task<std::string> t) {
    Lock lock;
    Queue<std::string> q;
    Event ev;
    q.put_nowait("item");
    ev.set();
    me().cancel(nullptr);
    {
        const auto held = co_await lock.hold();
        const std::string item = co_await q.get();
        co_await ev.wait();
        say("lock taken; queue:", item, "event:", ev.is_set(), "task:", co_await t);
    }
    co_await gather();
    say("gather of nothing: []");
    try {
        co_await sleep(0s);
        say("not reached");
    } catch (...) {
        say("sleep(0) delivered it");
        throw;
    }
}
Coroutine<> main() {
    Task<std::string> t = create_task(done());
    co_await t;
    Task<> j = create_task(job(t));
    co_await wait(j);
    say("cancelled:", j.cancelled());
}
}  // namespace pending_passes_what_does_not_suspend

namespace propagates_to_awaited_task {
Coroutine<> level(int n) {
    try {
        if (n > 0) {
            co_await create_task(level(n - 1));
        } else {
            co_await sleep(10s);
        }
    } catch (const CancelledError&) {
        say("level", n, "cancelled, requests:", me().cancelling());
        say("level", n, "finally");
        throw;
    }
}
Coroutine<> ticker() {
    co_await sleep(1s);
    for (int i = 0; i < 5; ++i) {
        say("tick", i);
        co_await sleep(0s);
    }
}
Coroutine<> main() {
    Task<> t = create_task(level(3));
    Task<> tick = create_task(ticker());
    co_await sleep(1s);
    t.cancel();
    co_await wait(t, tick);
}
}  // namespace propagates_to_awaited_task

namespace raised_by_hand {
Coroutine<> quitter() {
    co_await sleep(1s);
    throw CancelledError("I quit");
}
Coroutine<> long_sleep() { co_await sleep(3s); }
Coroutine<> parent() {
    Task<> t = create_task(quitter());
    try {
        co_await t;
    } catch (const CancelledError& e) {
        say("parent sees", e, "- requests:", t.cancelling(), me().cancelling(),
            "cancelled:", t.cancelled());
    }
    say("parent carries on");
    co_await sleep(1s);
    try {
        co_await t;
    } catch (const CancelledError&) {
        say("awaiting it again raises CancelledError");
    }
}
Coroutine<> main() {
    co_await parent();
    Task<> t = create_task(quitter());
    try {
        co_await gather(t, long_sleep());
    } catch (const CancelledError&) {
        say("gather raises it as well");
    }
}
}  // namespace raised_by_hand

namespace return_in_finally {
Coroutine<std::string> returns() {
    try {
        co_await sleep(10s);
    } catch (...) {
        co_return "from finally";
    }
    co_return "from finally";
}
Coroutine<std::string> breaks() {
    int n = 0;
    while (true) {
        n += 1;
        try {
            co_await sleep(10s);
        } catch (...) {
            break;
        }
    }
    co_await sleep(1s);
    co_return fmt::format("after {} rounds", n);
}
Coroutine<std::string> raises() {
    try {
        co_await sleep(10s);
    } catch (...) {
        throw OSError("from finally");
    }
    co_return "";
}
Coroutine<> check(std::string name, Coroutine<std::string> function) {
    Task<std::string> t = create_task(std::move(function));
    co_await sleep(1s);
    t.cancel();
    co_await wait(t);
    say(name, "->", outcome(t), "- cancelled:", t.cancelled(), "requests:", t.cancelling());
}
Coroutine<> main() {
    co_await check("returns", returns());
    co_await check("breaks", breaks());
    co_await check("raises", raises());
}
}  // namespace return_in_finally

namespace self {
Coroutine<std::string> at_await() {
    me().cancel(nullptr);
    say("still running after cancel()");
    try {
        co_await sleep(5s);
    } catch (const CancelledError&) {
        say("the await raised");
        throw;
    }
    co_return "";
}
Coroutine<std::string> at_return() {
    me().cancel(nullptr);
    say("returning without another await");
    co_return "value";
}
Coroutine<> check(std::string name, Coroutine<std::string> function) {
    Task<std::string> t = create_task(std::move(function));
    co_await wait(t);
    say(name, "cancelled:", t.cancelled());
}
Coroutine<> main() {
    co_await check("at_await", at_await());
    co_await check("at_return", at_return());
}
}  // namespace self

namespace self_inside_future_await {
Coroutine<> suicidal(Future<std::string> fut) {
    const std::string message = "by myself";
    me().cancel(&message);
    say("about to await; future cancelled:", fut.cancelled());
    try {
        co_await fut;
    } catch (const CancelledError&) {
        say("suicidal: future cancelled:", fut.cancelled());
        throw;
    }
}
Coroutine<> bystander(Future<std::string> fut) {
    try {
        co_await fut;
    } catch (const CancelledError&) {
        say("bystander hit too, requests:", me().cancelling());
    }
}
Coroutine<> on_done(Future<std::string> fut) {
    me().cancel(nullptr);
    say("awaiting a finished future does not suspend:", co_await fut);
    co_await sleep(0s);
    say("not reached");
}
Coroutine<> main() {
    Future<std::string> f;
    Future<std::string> g;
    g.set_result("g");
    Task<> b = create_task(bystander(f));
    Task<> s = create_task(suicidal(f));
    co_await wait(b, s);
    Task<> d = create_task(on_done(g));
    co_await wait(d);
    std::vector<bool> cancelled;
    cancelled.push_back(b.cancelled());
    cancelled.push_back(s.cancelled());
    cancelled.push_back(d.cancelled());
    say("cancelled:", cancelled);
}
}  // namespace self_inside_future_await

namespace stubborn_grandchild {
Coroutine<> leaf(int swallow) {
    while (true) {
        try {
            co_await sleep(10s);
            co_return;
        } catch (const CancelledError&) {
            swallow -= 1;
            say("leaf hit,", swallow, "to swallow");
            if (swallow < 0) {
                throw;
            }
        }
    }
}
Coroutine<> wrap(std::string name, Task<> inner) {
    try {
        co_await inner;
        say(name, "inner ended normally");
    } catch (const CancelledError&) {
        say(name, "unwinds, requests:", me().cancelling());
        throw;
    }
}
Coroutine<> main() {
    Task<> l = create_task(leaf(2));
    Task<> m = create_task(wrap("middle", l));
    Task<> t = create_task(wrap("top", m));
    std::vector<Task<>> all;
    all.push_back(t);
    all.push_back(m);
    all.push_back(l);
    for (int i = 0; i < 3; ++i) {
        co_await sleep(1s);
        const bool accepted = t.cancel();
        std::vector<std::uint32_t> requests;
        for (const Task<>& x : all) {
            requests.push_back(x.cancelling());
        }
        say("cancel top ->", accepted, "requests:", requests);
    }
    co_await wait(t);
    std::vector<bool> cancelled;
    for (const Task<>& x : all) {
        cancelled.push_back(x.cancelled());
    }
    say("cancelled:", cancelled);
}
}  // namespace stubborn_grandchild

namespace twice_one_error {
Coroutine<> job() {
    for (int i = 0; i < 2; ++i) {
        try {
            say("sleep", i);
            co_await sleep(1s);
            say("slept", i);
        } catch (const CancelledError& e) {
            say("caught", e, "requests:", me().cancelling());
        }
    }
}
Coroutine<> main() {
    Task<> t = create_task(job());
    co_await sleep(500ms);
    const bool first = t.cancel("first");
    const bool second = t.cancel("second");
    say(first, second, "requests:", t.cancelling());
    co_await t;
    say("cancelled:", t.cancelled());
}
}  // namespace twice_one_error

namespace uncancel_counts {
Coroutine<> job() {
    try {
        co_await sleep(10s);
    } catch (const CancelledError&) {
        say("caught; requests:", me().cancelling());
    }
    say("uncancel ->", me().uncancel());
    say("uncancel ->", me().uncancel());
    say("uncancel ->", me().uncancel());
    co_await sleep(1s);
    say("slept undisturbed; requests:", me().cancelling());
}
Coroutine<> main() {
    Task<> t = create_task(job());
    co_await sleep(1s);
    t.cancel();
    t.cancel();
    say("requests:", t.cancelling());
    co_await t;
    say("cancelled:", t.cancelled());
}
}  // namespace uncancel_counts

namespace while_holding_lock {
Coroutine<> worker(std::string name, Lock& lock) {
    say(name, "wants the lock");
    const auto held = co_await lock.hold();
    say(name, "holds it");
    try {
        co_await sleep(2s);
        say(name, "finished");
    } catch (...) {
        say(name, "leaves");
        throw;
    }
    say(name, "leaves");
}
Coroutine<> main() {
    Lock lock;
    std::vector<Task<>> ts;
    for (const char* const n : {"a", "b", "c"}) {
        ts.push_back(create_task(worker(n, lock)));
    }
    co_await sleep(1s);
    ts[0].cancel();
    co_await wait(ts);
    std::vector<bool> cancelled;
    for (const Task<>& t : ts) {
        cancelled.push_back(t.cancelled());
    }
    say("cancelled:", cancelled, "locked:", lock.locked());
}
}  // namespace while_holding_lock

TEST_CASE("cancel_awaited_by_two") { conforms("cancel_awaited_by_two", awaited_by_two::main); }
TEST_CASE("cancel_before_start") { conforms("cancel_before_start", before_start::main); }
TEST_CASE("cancel_child_swallows_parent_survives") {
    conforms("cancel_child_swallows_parent_survives", child_swallows_parent_survives::main);
}
TEST_CASE("cancel_cleanup_awaits") { conforms("cancel_cleanup_awaits", cleanup_awaits::main); }
TEST_CASE("cancel_converted_to_error") {
    conforms("cancel_converted_to_error", converted_to_error::main);
}
TEST_CASE("cancel_during_cleanup") { conforms("cancel_during_cleanup", during_cleanup::main); }
TEST_CASE("cancel_during_sleep") { conforms("cancel_during_sleep", during_sleep::main); }
TEST_CASE("cancel_finished_task") { conforms("cancel_finished_task", finished_task::main); }
TEST_CASE("cancel_message_travels") { conforms("cancel_message_travels", message_travels::main); }
TEST_CASE("cancel_order_of_unwinding") {
    conforms("cancel_order_of_unwinding", order_of_unwinding::main);
}
TEST_CASE("cancel_pending_passes_what_does_not_suspend") {
    conforms("cancel_pending_passes_what_does_not_suspend",
             pending_passes_what_does_not_suspend::main);
}
TEST_CASE("cancel_propagates_to_awaited_task") {
    conforms("cancel_propagates_to_awaited_task", propagates_to_awaited_task::main);
}
TEST_CASE("cancel_raised_by_hand") { conforms("cancel_raised_by_hand", raised_by_hand::main); }
TEST_CASE("cancel_return_in_finally") {
    conforms("cancel_return_in_finally", return_in_finally::main);
}
TEST_CASE("cancel_self") { conforms("cancel_self", self::main); }
TEST_CASE("cancel_self_inside_future_await") {
    conforms("cancel_self_inside_future_await", self_inside_future_await::main);
}
TEST_CASE("cancel_stubborn_grandchild") {
    conforms("cancel_stubborn_grandchild", stubborn_grandchild::main);
}
TEST_CASE("cancel_twice_one_error") { conforms("cancel_twice_one_error", twice_one_error::main); }
TEST_CASE("cancel_uncancel_counts") { conforms("cancel_uncancel_counts", uncancel_counts::main); }
TEST_CASE("cancel_while_holding_lock") {
    conforms("cancel_while_holding_lock", while_holding_lock::main);
}

}  // namespace
}  // namespace coroscope::conformance
