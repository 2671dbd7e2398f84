// Random cancellations, notifications, releases and resets, the same in Python and here.
#include <doctest/doctest.h>

#include "tests/conformance/dice.h"

namespace coroscope::conformance {
namespace {

namespace condition {
Coroutine<> worker(std::string name, Condition& cond, Dice& dice) {
    int lives = 4;
    while (true) {
        try {
            const auto held = co_await cond.hold();
            co_await cond.wait();
            say(name, "notified");
            co_await turns(dice.roll(3));
        } catch (const CancelledError& e) {
            say(name, e, "locked:", cond.locked());
            if (--lives == 0) {
                throw;
            }
        }
    }
}
Coroutine<> act(int action, int step, std::size_t victim, Condition& cond,
                std::vector<Task<>>& ts) {
    if (action == 0) {
        const bool yes = ts[victim].cancel(at("step", step));
        say("cancel", victim, yes);
    } else if (action == 1) {
        const bool first = ts[victim].cancel(at("step", step));
        const bool second = ts[victim].cancel(at("again", step));
        say("cancel twice", victim, first, second);
    } else if (action == 2) {
        const auto held = co_await cond.hold();
        say("notify", victim);
        cond.notify(static_cast<std::uint32_t>(victim));
    } else if (action == 3) {
        const auto held = co_await cond.hold();
        say("notify and cancel", victim);
        cond.notify();
        ts[victim].cancel(at("step", step));
        co_await sleep(0s);
        say("main releases");
    } else if (action == 4) {
        const auto held = co_await cond.hold();
        say("cancel and notify", victim);
        ts[victim].cancel(at("step", step));
        cond.notify(2);
    } else if (action == 5) {
        const auto held = co_await cond.hold();
        say("main holds the lock");
        co_await sleep(500ms);
    }
}
Coroutine<> scene(std::uint64_t seed) {
    say("--- seed", seed);
    Dice dice(seed);
    Condition cond;
    std::vector<Task<>> ts;
    for (const char* const n : {"a", "b", "c", "d"}) {
        ts.push_back(create_task(worker(n, cond, dice)));
    }
    for (int step = 0; step < 24; ++step) {
        const int action = dice.roll(7);
        const std::size_t victim = dice.pick(4);
        co_await act(action, step, victim, cond, ts);
        co_await pause(dice);
    }
    while (any_left(ts)) {
        for (Task<>& t : ts) {
            t.cancel();
        }
        co_await sleep(1s);
    }
    std::vector<std::uint32_t> requests;
    for (const Task<>& t : ts) {
        requests.push_back(t.cancelling());
    }
    say("locked:", cond.locked(), "cancelling:", requests);
}
}  // namespace condition

namespace semaphore {
Coroutine<> worker(std::string name, Semaphore& sem, Dice& dice) {
    int lives = 4;
    while (true) {
        try {
            {
                const auto held = co_await sem.hold();
                say(name, "in; locked:", sem.locked());
                co_await turns(dice.roll(3));
            }
            co_await sleep(dice.roll(2) * 1s);
        } catch (const CancelledError& e) {
            say(name, e, "locked:", sem.locked());
            if (--lives == 0) {
                throw;
            }
        }
    }
}
Coroutine<> act(int action, int step, std::size_t victim, Semaphore& sem, std::vector<Task<>>& ts) {
    if (action == 0) {
        const bool yes = ts[victim].cancel(at("step", step));
        say("cancel", victim, yes);
    } else if (action == 1) {
        say("release and cancel", victim);
        sem.release();
        ts[victim].cancel(at("step", step));
    } else if (action == 2) {
        say("cancel, release two", victim);
        ts[victim].cancel(at("step", step));
        sem.release();
        sem.release();
    } else if (action == 3 && !sem.locked()) {
        co_await sem.acquire();
        say("main took one; locked:", sem.locked());
    } else if (action == 4) {
        try {
            co_await wait_for(sem.acquire(), 500ms);
            say("main got one");
        } catch (const TimeoutError&) {
            say("main got none");
        }
    }
}
Coroutine<> scene(std::uint64_t seed) {
    say("--- seed", seed);
    Dice dice(seed);
    Semaphore sem("sem", dice.roll(3));
    std::vector<Task<>> ts;
    for (const char* const n : {"a", "b", "c", "d"}) {
        ts.push_back(create_task(worker(n, sem, dice)));
    }
    for (int step = 0; step < 16; ++step) {
        const int action = dice.roll(6);
        const std::size_t victim = dice.pick(4);
        co_await act(action, step, victim, sem, ts);
        co_await pause(dice);
    }
    while (any_left(ts)) {
        for (Task<>& t : ts) {
            t.cancel();
        }
        co_await sleep(1s);
    }
    int free = 0;
    while (!sem.locked()) {
        co_await sem.acquire();
        ++free;
    }
    say("free:", free);
}
}  // namespace semaphore

namespace barrier {
Coroutine<> party(std::string name, Barrier& bar, Dice& dice) {
    int lives = 5;
    while (true) {
        try {
            bool thrown_out = false;
            try {
                const int index = co_await bar.wait();
                say(name, "passes with", index, "waiting:", bar.n_waiting());
                if (dice.roll(2) == 1) {
                    co_await sleep(dice.roll(3) * 1s);
                }
            } catch (const BrokenBarrierError& e) {
                say(name, e, "waiting:", bar.n_waiting());
                thrown_out = true;
            }
            if (thrown_out) {
                if (dice.roll(2) == 1) {
                    co_await sleep(0s);
                }
                if (bar.broken()) {
                    co_await sleep(1s);
                }
            }
        } catch (const CancelledError& e) {
            say(name, e, "waiting:", bar.n_waiting(), "broken:", bar.broken());
            if (--lives == 0) {
                throw;
            }
        }
    }
}
Coroutine<> act(int action, int step, std::size_t victim, Barrier& bar, std::vector<Task<>>& ts) {
    if (action < 3) {
        const bool yes = ts[victim].cancel(at("step", step));
        say("cancel", victim, yes);
    } else if (action == 3) {
        say("reset; waiting:", bar.n_waiting(), "broken:", bar.broken());
        co_await bar.reset();
    } else if (action == 4) {
        say("abort; waiting:", bar.n_waiting());
        co_await bar.abort();
    } else if (action == 5) {
        say("reset and cancel", victim);
        co_await bar.reset();
        ts[victim].cancel(at("step", step));
    } else if (action == 6) {
        say("cancel and reset", victim);
        ts[victim].cancel(at("step", step));
        co_await bar.reset();
    }
}
Coroutine<> scene(std::uint64_t seed) {
    say("--- seed", seed);
    Dice dice(seed);
    Barrier bar("bar", 3);
    std::vector<Task<>> ts;
    for (const char* const n : {"a", "b", "c", "d"}) {
        ts.push_back(create_task(party(n, bar, dice)));
    }
    for (int step = 0; step < 14; ++step) {
        const int action = dice.roll(8);
        const std::size_t victim = dice.pick(4);
        co_await act(action, step, victim, bar, ts);
        co_await turns(dice.roll(3));
        co_await pause(dice);
    }
    while (any_left(ts)) {
        for (Task<>& t : ts) {
            t.cancel();
        }
        co_await sleep(1500ms);
    }
    say("waiting:", bar.n_waiting(), "broken:", bar.broken());
}
}  // namespace barrier

TEST_CASE("cond_random_races") { conforms("cond_random_races", each<condition::scene, 3>); }
TEST_CASE("sem_random_races") { conforms("sem_random_races", each<semaphore::scene, 3>); }
TEST_CASE("barrier_random_races") { conforms("barrier_random_races", each<barrier::scene, 3>); }

}  // namespace
}  // namespace coroscope::conformance
