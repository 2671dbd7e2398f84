// Conditions, and bounded semaphores.
#include <doctest/doctest.h>

#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

namespace cancelled_waiter_reacquires {
Coroutine<> waiter(std::string name, Condition& cond) {
    const auto held = co_await cond.hold();
    try {
        co_await cond.wait();
        say(name, "notified");
    } catch (const CancelledError&) {
        say(name, "cancelled, holding the lock:", cond.locked());
        throw;
    }
}
Coroutine<> main() {
    Condition cond;
    std::vector<Task<>> ts;
    for (const char* const n : {"a", "b"}) {
        ts.push_back(create_task(waiter(n, cond)));
    }
    co_await sleep(1s);
    co_await cond.acquire();
    ts[0].cancel();
    say("main holds the lock and cancels a");
    co_await sleep(1s);
    say("a done:", ts[0].done());
    ts[0].cancel();
    co_await sleep(1s);
    say("a done after a second cancel:", ts[0].done());
    cond.notify_all();
    cond.release();
    co_await wait(ts);
    say("cancelled:", std::vector<bool>{ts[0].cancelled(), ts[1].cancelled()},
        "locked:", cond.locked());
}
}  // namespace cancelled_waiter_reacquires

namespace needs_lock {
Coroutine<> main() {
    Condition cond;
    try {
        co_await cond.wait();
    } catch (const RuntimeError& e) {
        say(e);
    }
    try {
        cond.notify();
    } catch (const RuntimeError& e) {
        say(e);
    }
    {
        const auto held = co_await cond.hold();
        cond.notify_all();
        try {
            co_await wait_for(cond.wait(), 1s);
        } catch (const TimeoutError&) {
            say("the early notify was lost; locked:", cond.locked());
        }
    }
    say("locked:", cond.locked());
}
}  // namespace needs_lock

namespace notify_all_order {
Coroutine<> waiter(std::string name, Condition& cond) {
    const auto held = co_await cond.hold();
    say(name, "waits");
    co_await cond.wait();
    say(name, "resumes");
}
Coroutine<> intruder(Condition& cond) {
    const auto held = co_await cond.hold();
    say("intruder got the lock");
}
Coroutine<> main() {
    Condition cond;
    std::vector<Task<>> ts;
    for (const char* const n : {"a", "b", "c"}) {
        ts.push_back(create_task(waiter(n, cond)));
    }
    co_await sleep(1s);
    {
        const auto held = co_await cond.hold();
        ts.push_back(create_task(intruder(cond)));
        co_await sleep(1s);
        cond.notify_all();
        say("notified all");
    }
    co_await gather(ts);
}
}  // namespace notify_all_order

namespace wait_for_predicate {
Coroutine<> buyer(std::string name, Condition& cond, int need, int& stock) {
    const auto held = co_await cond.hold();
    const auto enough = [&] {
        say(name, "checks", stock);
        return stock >= need ? stock : 0;
    };
    const int got = co_await cond.wait_for(enough);
    stock -= need;
    say(name, "saw", got, "took", need, "left", stock);
}
Coroutine<> main() {
    int stock = 0;
    Condition cond;
    std::vector<Task<>> ts;
    ts.push_back(create_task(buyer("a", cond, 3, stock)));
    ts.push_back(create_task(buyer("b", cond, 1, stock)));
    ts.push_back(create_task(buyer("c", cond, 2, stock)));
    for (int i = 0; i < 3; ++i) {
        co_await sleep(1s);
        const auto held = co_await cond.hold();
        stock += 2;
        say("stock", stock);
        cond.notify_all();
    }
    co_await gather(ts);
}
}  // namespace wait_for_predicate

namespace lost_wakeup {
Coroutine<> setter(Condition& cond, bool& ready) {
    const auto held = co_await cond.hold();
    ready = true;
    cond.notify_all();
    say("ready, notified");
}
Coroutine<> careful(Condition& cond, const bool& ready) {
    co_await sleep(1s);
    const auto held = co_await cond.hold();
    co_await cond.wait_for([&ready] { return ready; });
    say("careful sees ready");
}
Coroutine<> careless(Condition& cond) {
    co_await sleep(1s);
    const auto held = co_await cond.hold();
    say("careless just waits");
    co_await cond.wait();
    say("not reached");
}
Coroutine<> main() {
    bool ready = false;
    Condition cond;
    std::vector<Task<>> group;  // for a TaskGroup: main waits for them just so
    group.push_back(create_task(setter(cond, ready), "setter"));
    group.push_back(create_task(careful(cond, ready), "careful"));
    group.push_back(create_task(careless(cond), "careless"));
    co_await gather(group);
}
}  // namespace lost_wakeup

namespace bounded_over_release {
Coroutine<int> count_free(Semaphore& sem) {
    int n = 0;
    while (!sem.locked()) {
        co_await sem.acquire();
        ++n;
    }
    co_return n;
}
Coroutine<> try_it(std::string name, Semaphore& sem) {
    try {
        sem.release();
        say(name, "accepts the extra release");
    } catch (const ValueError& e) {
        say(name, "raises", e);
    }
    say(name, "free slots:", co_await count_free(sem));
    sem.release();
}
Coroutine<> main() {
    Semaphore plain("plain", 1);
    BoundedSemaphore bounded("bounded", 1);
    co_await try_it("plain", plain);
    co_await try_it("bounded", bounded);
    try {
        const Semaphore negative("negative", -1);
    } catch (const ValueError& e) {
        say("negative:", e.type());
    }
}
}  // namespace bounded_over_release

TEST_CASE("cond_cancelled_waiter_reacquires") {
    conforms("cond_cancelled_waiter_reacquires", cancelled_waiter_reacquires::main);
}
TEST_CASE("cond_needs_lock") { conforms("cond_needs_lock", needs_lock::main); }
TEST_CASE("cond_notify_all_order") { conforms("cond_notify_all_order", notify_all_order::main); }
TEST_CASE("cond_wait_for_predicate") {
    conforms("cond_wait_for_predicate", wait_for_predicate::main);
}
TEST_CASE("deadlock_lost_wakeup_condition") {
    conforms("deadlock_lost_wakeup_condition", lost_wakeup::main);
}
TEST_CASE("sem_bounded_over_release") {
    conforms("sem_bounded_over_release", bounded_over_release::main);
}

}  // namespace
}  // namespace coroscope::conformance
