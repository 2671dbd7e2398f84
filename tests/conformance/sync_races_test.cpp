// Cancellations that meet notifications, permits and barriers in one step.
#include <doctest/doctest.h>

#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

void cancel_all(std::vector<Task<>>& ts, std::string_view message = {}) {
    for (Task<>& t : ts) {
        t.cancel(message);
    }
}
std::vector<bool> done(const std::vector<Task<>>& ts) {
    std::vector<bool> flags;
    for (const Task<>& t : ts) {
        flags.push_back(t.done());
    }
    return flags;
}
std::vector<bool> cancelled(const std::vector<Task<>>& ts) {
    std::vector<bool> flags;
    for (const Task<>& t : ts) {
        flags.push_back(t.cancelled());
    }
    return flags;
}

namespace notification_passed_on {
Coroutine<> waiter(std::string name, Condition& cond) {
    const auto held = co_await cond.hold();
    try {
        co_await cond.wait();
        say(name, "notified");
    } catch (const CancelledError& e) {
        say(name, e, "locked:", cond.locked());
        throw;
    }
}
Coroutine<> scene(std::string order) {
    say("---", order);
    Condition cond;
    std::vector<Task<>> ts;
    for (const char* const n : {"a", "b", "c"}) {
        ts.push_back(create_task(waiter(n, cond)));
    }
    co_await sleep(1s);
    {
        const auto held = co_await cond.hold();
        if (order == "notify, cancel") {
            cond.notify();
            ts[0].cancel("after");
        } else if (order == "cancel, notify") {
            ts[0].cancel("before");
            cond.notify();
        } else if (order == "notify, hold, cancel twice") {
            cond.notify();
            co_await sleep(1s);
            ts[0].cancel("first");
            co_await sleep(1s);
            ts[0].cancel("second");
            co_await sleep(1s);
        } else if (order == "notify two, cancel both") {
            cond.notify(2);
            ts[0].cancel("a");
            ts[1].cancel("b");
        } else if (order == "cancel only") {
            ts[0].cancel("nothing to pass on, yet it does");
        }
        say("main leaves the lock");
    }
    co_await sleep(1s);
    say("done:", done(ts), "cancelled:", cancelled(ts));
    {
        const auto held = co_await cond.hold();
        cond.notify_all();
    }
    co_await sleep(1s);
    say("done:", done(ts), "locked:", cond.locked());
}
Coroutine<> main() {
    co_await scene("notify, cancel");
    co_await scene("cancel, notify");
    co_await scene("notify, hold, cancel twice");
    co_await scene("notify two, cancel both");
    co_await scene("cancel only");
}
}  // namespace notification_passed_on

namespace two_share_a_lock {
struct Buffer {
    Lock lock;
    Condition not_full{lock};
    Condition not_empty{lock};
    std::vector<int> items;
};
Coroutine<> put(std::string name, Buffer& buffer, int item) {
    const auto held = co_await buffer.not_full.hold();
    co_await buffer.not_full.wait_for([&buffer] { return buffer.items.size() < 2; });
    buffer.items.push_back(item);
    say(name, "puts", item, "size", buffer.items.size());
    buffer.not_empty.notify();
}
Coroutine<> get(std::string name, Buffer& buffer) {
    const auto held = co_await buffer.not_empty.hold();
    co_await buffer.not_empty.wait_for([&buffer] { return !buffer.items.empty(); });
    const int item = buffer.items.front();
    buffer.items.erase(buffer.items.begin());
    say(name, "takes", item, "size", buffer.items.size());
    buffer.not_full.notify();
}
Coroutine<> producer(std::string name, Buffer& buffer, int first) {
    for (int i = 0; i < 3; ++i) {
        co_await put(name, buffer, first + i);
    }
}
Coroutine<> consumer(std::string name, Buffer& buffer) {
    while (true) {
        co_await get(name, buffer);
        co_await sleep(1s);
    }
}
Coroutine<> main() {
    Buffer buffer;
    Task<> p = create_task(producer("p", buffer, 10));
    Task<> q = create_task(producer("q", buffer, 20));
    Task<> c = create_task(consumer("c", buffer));
    Task<> d = create_task(consumer("d", buffer));
    co_await sleep(1s);
    say("locked:", buffer.lock.locked(), buffer.not_full.locked(), buffer.not_empty.locked());
    c.cancel();
    co_await gather(p, q);
    say("all put");
    co_await sleep(5s);
    say("left:", buffer.items.size(), "locked:", buffer.lock.locked());
    d.cancel();
    try {
        buffer.not_full.notify();
    } catch (const RuntimeError& e) {
        say(e.message());
    }
    co_await wait(d);  // which uses the buffer; in Python the buffer lives on
}
}  // namespace two_share_a_lock

namespace granted_then_cancelled {
Coroutine<> worker(std::string name, Semaphore& sem) {
    try {
        co_await sem.acquire();
        say(name, "in; locked:", sem.locked());
    } catch (const CancelledError& e) {
        say(name, e, "locked:", sem.locked());
        throw;
    }
}
void cancel_victims(std::vector<Task<>>& ts, std::string_view victims, std::string_view message) {
    for (const char victim : victims) {
        ts[static_cast<std::size_t>(victim - 'a')].cancel(message);
    }
}
Coroutine<> scene(std::string title, int releases, std::string victims, bool early) {
    say("---", title);
    Semaphore sem("sem", 0);
    std::vector<Task<>> ts;
    for (const char* const n : {"a", "b", "c", "d"}) {
        ts.push_back(create_task(worker(n, sem)));
    }
    co_await sleep(1s);
    if (early) {
        cancel_victims(ts, victims, "early");
    }
    for (int i = 0; i < releases; ++i) {
        sem.release();
    }
    if (!early) {
        cancel_victims(ts, victims, "granted");
    }
    Task<> newcomer = create_task(worker("new", sem));
    say("locked:", sem.locked());
    co_await sleep(1s);
    std::vector<std::string> ended_ones;
    for (std::size_t i = 0; i < ts.size(); ++i) {
        if (ts[i].done()) {
            ended_ones.emplace_back(1, static_cast<char>('a' + i));
        }
    }
    say("done:", ended_ones, "new:", newcomer.done(), "locked:", sem.locked());
    cancel_all(ts, "end");
    newcomer.cancel("end");
    co_await sleep(1s);
    int free = 0;
    while (!sem.locked()) {
        co_await sem.acquire();
        ++free;
    }
    say("free:", free);
}
Coroutine<> main() {
    co_await scene("one slot, its owner cancelled", 1, "a", false);
    co_await scene("two slots, both owners cancelled", 2, "ab", false);
    co_await scene("two slots, the second owner cancelled", 2, "b", false);
    co_await scene("all cancelled, then three slots", 3, "abcd", true);
    co_await scene("first cancelled, then one slot", 1, "a", true);
    co_await scene("six slots, the last cancelled", 6, "d", false);
}
}  // namespace granted_then_cancelled

namespace draining {
using Tasks = std::vector<Task<>>;
Coroutine<> party(std::string name, Barrier& bar) {
    try {
        const int index = co_await bar.wait();
        say(name, "passes with", index);
    } catch (const BrokenBarrierError& e) {
        say(name, e);
    } catch (const CancelledError& e) {
        say(name, e, "waiting:", bar.n_waiting());
        throw;
    }
}
Coroutine<> act(std::string what, Barrier& bar, Tasks& ts, Tasks& late) {
    if (what == "reset") {
        co_await bar.reset();
    } else if (what == "abort") {
        co_await bar.abort();
    } else if (what == "abort and reset") {
        co_await bar.abort();
        co_await bar.reset();
    } else if (what == "cancel woken") {
        ts[0].cancel("woken");
    } else if (what == "cancel all and reset") {
        cancel_all(ts, "all");
        co_await bar.reset();
    } else if (what == "newcomer held back is cancelled") {
        co_await bar.reset();
        co_await sleep(0s);
        late[0].cancel("held back");
    } else if (what == "wait at once") {
        try {
            const int index = co_await wait_for(bar.wait(), 500ms);
            say("main passes with", index);
        } catch (const TimeoutError&) {
            say("main gives up; waiting:", bar.n_waiting());
        }
    }
}
Coroutine<> scene(std::string what) {
    say("---", what);
    Barrier bar("bar", 3);
    Tasks ts;
    for (const char* const n : {"a", "b"}) {
        ts.push_back(create_task(party(n, bar)));
    }
    co_await sleep(1s);
    say("waiting:", bar.n_waiting(), "of", bar.parties());
    const int index = co_await bar.wait();
    say("main passes with", index);
    say("waiting:", bar.n_waiting(), "broken:", bar.broken());
    Tasks late;
    for (const char* const n : {"x", "y"}) {
        late.push_back(create_task(party(n, bar)));
    }
    co_await act(what, bar, ts, late);
    co_await sleep(1s);
    say("waiting:", bar.n_waiting(), "broken:", bar.broken());
    if (bar.broken()) {
        co_await bar.reset();
        say("reset; broken:", bar.broken());
    }
    Tasks last;
    for (const char* const n : {"p", "q"}) {
        last.push_back(create_task(party(n, bar)));
    }
    co_await sleep(1s);
    say("waiting:", bar.n_waiting());
    cancel_all(ts);
    cancel_all(late);
    cancel_all(last);
    co_await sleep(1s);
    say("waiting:", bar.n_waiting());
}
Coroutine<> main() {
    const std::vector<std::string> all = {"nothing",
                                          "reset",
                                          "abort",
                                          "abort and reset",
                                          "cancel woken",
                                          "cancel all and reset",
                                          "newcomer held back is cancelled",
                                          "wait at once"};
    for (const std::string& what : all) {
        co_await scene(what);
    }
    try {
        const Barrier none("none", 0);
    } catch (const ValueError& e) {
        say(e);
    }
    Barrier bar("alone", 1);
    const int first = co_await bar.wait();
    const int second = co_await bar.wait();
    say("alone:", first, second, "waiting:", bar.n_waiting());
}
}  // namespace draining

namespace cancelled_order {
Coroutine<> party(std::string name, Barrier& bar) {
    try {
        const int index = co_await bar.wait();
        say(name, "passes with", index);
    } catch (const CancelledError&) {
        say(name, "cancelled; waiting:", bar.n_waiting());
        throw;
    }
}
Coroutine<> main() {
    Barrier bar("bar", 5);
    std::vector<Task<>> ts;
    for (const char* const n : {"a", "b", "c", "d"}) {
        ts.push_back(create_task(party(n, bar)));
    }
    co_await sleep(1s);
    ts[2].cancel();
    co_await sleep(1s);
    ts.push_back(create_task(party("e", bar)));
    co_await sleep(1s);
    say("waiting:", bar.n_waiting());
    ts.push_back(create_task(party("f", bar)));
    co_await sleep(1s);
    say("waiting:", bar.n_waiting());
    ts.clear();
    for (const char* const n : {"g", "h", "i", "j", "k"}) {
        ts.push_back(create_task(party(n, bar)));
    }
    ts[0].cancel();
    co_await sleep(1s);
    ts[1].cancel();
    ts[2].cancel();
    const int index = co_await wait_for(bar.wait(), 1s);
    say("main passes with", index);
    co_await sleep(1s);
    say("waiting:", bar.n_waiting());
}
}  // namespace cancelled_order

TEST_CASE("cond_notification_passed_on") {
    conforms("cond_notification_passed_on", notification_passed_on::main);
}
TEST_CASE("cond_two_share_a_lock") { conforms("cond_two_share_a_lock", two_share_a_lock::main); }
TEST_CASE("sem_granted_then_cancelled") {
    conforms("sem_granted_then_cancelled", granted_then_cancelled::main);
}
TEST_CASE("barrier_draining") { conforms("barrier_draining", draining::main); }
TEST_CASE("barrier_cancelled_order") { conforms("barrier_cancelled_order", cancelled_order::main); }

}  // namespace
}  // namespace coroscope::conformance
