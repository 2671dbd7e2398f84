// Semaphores and events.
#include <doctest/doctest.h>

#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

namespace burst_release {
Coroutine<> worker(std::string name, Semaphore& sem) {
    co_await sem.acquire();
    say(name, "in; locked:", sem.locked());
}
Coroutine<> main() {
    Semaphore sem("sem", 0);
    std::vector<Task<>> ts;
    for (const char* const n : {"a", "b", "c"}) {
        ts.push_back(create_task(worker(n, sem)));
    }
    co_await sleep(1s);
    sem.release();
    sem.release();
    say("released twice; locked:", sem.locked());
    ts.push_back(create_task(worker("late", sem)));
    co_await sleep(1s);
    for (int i = 0; i < 4; ++i) {
        sem.release();
    }
    say("released four times; locked:", sem.locked());
    ts.push_back(create_task(worker("again", sem)));
    ts.push_back(create_task(worker("last", sem)));
    co_await gather(ts);
    say("locked at the end:", sem.locked());
}
}  // namespace burst_release

namespace no_barging {
Coroutine<> worker(std::string name, Semaphore& sem, int rounds) {
    for (int i = 0; i < rounds; ++i) {
        const auto held = co_await sem.hold();
        say(name, "in, round", i);
        co_await sleep(0s);
    }
}
Coroutine<> main() {
    Semaphore sem("sem", 1);
    co_await sem.acquire();
    Task<> a = create_task(worker("a", sem, 2));
    Task<> b = create_task(worker("b", sem, 2));
    co_await sleep(1s);
    sem.release();
    say("released; locked:", sem.locked());
    co_await sem.acquire();
    say("main has it again");
    sem.release();
    co_await gather(a, b);
}
}  // namespace no_barging

namespace pulse {
Coroutine<> waiter(std::string name, Event& ev) {
    co_await ev.wait();
    say(name, "woken; event set:", ev.is_set());
}
Coroutine<> main() {
    Event ev;
    Task<> a = create_task(waiter("a", ev));
    Task<> b = create_task(waiter("b", ev));
    co_await sleep(1s);
    Task<> late = create_task(waiter("late", ev));
    ev.set();
    ev.clear();
    say("pulsed");
    co_await gather(a, b);
    co_await sleep(1s);
    say("late done:", late.done());
    ev.set();
    ev.set();
    co_await late;
}
}  // namespace pulse

namespace waiter_cancelled_and_set_race {
Coroutine<> waiter(std::string name, Event& ev) {
    try {
        co_await ev.wait();
        say(name, "woken; set:", ev.is_set());
    } catch (const CancelledError&) {
        say(name, "cancelled; set:", ev.is_set());
        throw;
    }
}
Coroutine<> main() {
    for (const std::string order : {"set first", "cancel first"}) {
        say("---", order);
        Event ev;
        std::vector<Task<>> ts;
        for (const char* const n : {"a", "b", "c"}) {
            ts.push_back(create_task(waiter(n, ev)));
        }
        co_await sleep(1s);
        if (order == "set first") {
            ev.set();
            ts[1].cancel();
        } else {
            ts[1].cancel();
            ev.set();
        }
        ev.clear();
        co_await wait(ts);
        std::vector<bool> cancelled;
        for (const Task<>& t : ts) {
            cancelled.push_back(t.cancelled());
        }
        say("cancelled:", cancelled);
    }
}
}  // namespace waiter_cancelled_and_set_race

TEST_CASE("sem_burst_release") { conforms("sem_burst_release", burst_release::main); }
TEST_CASE("sem_no_barging") { conforms("sem_no_barging", no_barging::main); }
TEST_CASE("event_pulse") { conforms("event_pulse", pulse::main); }
TEST_CASE("event_waiter_cancelled_and_set_race") {
    conforms("event_waiter_cancelled_and_set_race", waiter_cancelled_and_set_race::main);
}

}  // namespace
}  // namespace coroscope::conformance
