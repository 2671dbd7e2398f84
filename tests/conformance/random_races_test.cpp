// Random cancellations, notifications, releases and shutdowns, the same in Python and here.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    int roll(std::uint64_t n) {
        state_ = (state_ * 1103515245 + 12345) % 2147483648;
        return static_cast<int>((state_ >> 16U) % n);
    }
    std::size_t pick(std::uint64_t n) { return static_cast<std::size_t>(roll(n)); }

private:
    std::uint64_t state_;
};

std::string at(const char* word, int step) {
    return std::string(word) + " " + std::to_string(step);
}
bool any_left(const std::vector<Task<>>& ts) {
    return !std::ranges::all_of(ts, [](const Task<>& t) { return t.done(); });
}
/// A pause of a second, one time in four; else one turn.
Coroutine<> pause(Dice& dice) {
    const int first = dice.roll(2);
    const int second = dice.roll(2);
    co_await sleep(first * second * 1s);
}
Coroutine<> turns(int count) {
    for (int i = 0; i < count; ++i) {
        co_await sleep(0s);
    }
}

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

namespace event {
Coroutine<> worker(std::string name, Lock& lock, Event& event, Dice& dice) {
    int lives = 5;
    while (true) {
        try {
            try {
                if (dice.roll(2) == 1) {
                    const Duration limit = 500ms + dice.roll(3) * 1s;
                    co_await wait_for(event.wait(), limit);
                    say(name, "saw the event");
                    co_await sleep(0s);
                } else {
                    const Duration limit = 500ms + dice.roll(3) * 1s;
                    const auto held = co_await wait_for(lock.hold(), limit);
                    say(name, "has the lock");
                    co_await sleep(dice.roll(2) * 1s);
                }
            } catch (const TimeoutError&) {
                say(name, "TimeoutError");
                if (dice.roll(2) == 1) {
                    event.clear();
                }
            }
        } catch (const CancelledError& e) {
            say(name, e, "locked:", lock.locked(), "set:", event.is_set());
            if (--lives == 0) {
                throw;
            }
        }
    }
}
Coroutine<> act(int action, int step, std::size_t victim, Lock& lock, Event& event, Dice& dice,
                std::vector<Task<>>& ts) {
    if (action == 0) {
        const bool yes = ts[victim].cancel(at("step", step));
        say("cancel", victim, yes);
    } else if (action == 1) {
        say("set, clear, cancel", victim);
        event.set();
        event.clear();
        ts[victim].cancel(at("step", step));
    } else if (action == 2) {
        say("cancel, set, clear", victim);
        ts[victim].cancel(at("step", step));
        event.set();
        if (dice.roll(2) == 1) {
            co_await sleep(0s);
        }
        event.clear();
    } else if (action == 3 && !lock.locked()) {
        const auto held = co_await lock.hold();
        say("main has the lock, cancels", victim);
        ts[victim].cancel(at("step", step));
    }
}
Coroutine<> scene(std::uint64_t seed) {
    say("--- seed", seed);
    Dice dice(seed);
    Lock lock;
    Event event;
    std::vector<Task<>> ts;
    for (const char* const n : {"a", "b", "c"}) {
        ts.push_back(create_task(worker(n, lock, event, dice)));
    }
    for (int step = 0; step < 12; ++step) {
        const int action = dice.roll(5);
        const std::size_t victim = dice.pick(3);
        co_await act(action, step, victim, lock, event, dice, ts);
        const int first = dice.roll(2);
        const int second = dice.roll(2);
        co_await sleep(first * second * 500ms);
    }
    while (any_left(ts)) {
        for (Task<>& t : ts) {
            t.cancel();
        }
        co_await sleep(1s);
    }
    say("locked:", lock.locked());
}
}  // namespace event

namespace queue {
Coroutine<> getter(std::string name, Queue<int>& q, Dice& dice) {
    while (true) {
        try {
            say(name, "got", co_await q.get());
            if (dice.roll(2) == 1) {
                co_await sleep(dice.roll(2) * 1s);
            }
            q.task_done();
        } catch (const CancelledError&) {
            say(name, "cancelled; size", q.qsize());
        } catch (const QueueShutDown& e) {
            say(name, e);
            co_return;
        }
    }
}
Coroutine<> putter(std::string name, Queue<int>& q, Dice& dice, int first) {
    int item = first;
    while (true) {
        ++item;
        try {
            co_await q.put((item * 7) % 10 + first);
            say(name, "put", (item * 7) % 10 + first);
            if (dice.roll(2) == 1) {
                co_await sleep(dice.roll(3) * 1s);
            }
        } catch (const CancelledError&) {
            say(name, "cancelled; size", q.qsize());
        } catch (const QueueShutDown& e) {
            say(name, e);
            co_return;
        }
    }
}
Coroutine<> joiner(Queue<int>& q) {
    co_await q.join();
    say("joined; size", q.qsize());
}
void act(int action, std::size_t victim, Queue<int>& q, std::vector<Task<>>& ts) {
    if (action == 0) {
        const bool yes = ts[victim].cancel();
        say("cancel", victim, yes);
    } else if (action == 1) {
        try {
            say("main got", q.get_nowait());
            q.task_done();
        } catch (const QueueEmpty& e) {
            say(e);
        }
        ts[victim].cancel();
        say("and cancels", victim);
    } else if (action == 2) {
        try {
            q.put_nowait(500);
        } catch (const QueueFull& e) {
            say(e);
        }
        ts[victim].cancel();
        say("main put, cancels", victim);
    }
}
Coroutine<> scene(std::uint64_t seed, std::string kind, Queue<int>& q) {
    say("--- seed", seed, kind);
    Dice dice(seed);
    std::vector<Task<>> ts;
    ts.push_back(create_task(getter("g1", q, dice)));
    ts.push_back(create_task(putter("p1", q, dice, 100)));
    ts.push_back(create_task(getter("g2", q, dice)));
    ts.push_back(create_task(putter("p2", q, dice, 200)));
    ts.push_back(create_task(putter("p3", q, dice, 300)));
    co_await sleep(0s);
    ts.push_back(create_task(joiner(q)));
    for (int i = 0; i < 8; ++i) {
        const int action = dice.roll(5);
        const std::size_t victim = dice.pick(5);
        act(action, victim, q, ts);
        co_await turns(dice.roll(3));
        co_await pause(dice);
    }
    const bool immediate = dice.roll(2) == 1;
    say("shutdown; immediate:", immediate, "size", q.qsize());
    q.shutdown(immediate);
    const std::size_t victim = dice.pick(5);
    ts[victim].cancel();
    say("cancel", victim);
    co_await sleep(5s);
    std::vector<bool> done;
    for (const Task<>& t : ts) {
        done.push_back(t.done());
    }
    say("done:", done, "size", q.qsize());
    for (Task<>& t : ts) {
        t.cancel();
    }
    co_await sleep(1s);
}
Coroutine<> scenes(std::uint64_t seed) {
    Queue<int> fifo("fifo", 2);
    co_await scene(seed, "fifo", fifo);
    LifoQueue<int> lifo("lifo", 2);
    co_await scene(seed, "lifo", lifo);
    PriorityQueue<int> priority("priority", 2);
    co_await scene(seed, "priority", priority);
}
}  // namespace queue

template <Coroutine<> (*kScene)(std::uint64_t), std::uint64_t kSeeds>
Coroutine<> each() {
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        co_await kScene(seed);
    }
}

TEST_CASE("cond_random_races") { conforms("cond_random_races", each<condition::scene, 3>); }
TEST_CASE("sem_random_races") { conforms("sem_random_races", each<semaphore::scene, 3>); }
TEST_CASE("barrier_random_races") { conforms("barrier_random_races", each<barrier::scene, 3>); }
TEST_CASE("event_random_races") { conforms("event_random_races", each<event::scene, 3>); }
TEST_CASE("queue_random_races") { conforms("queue_random_races", each<queue::scenes, 1>); }

}  // namespace
}  // namespace coroscope::conformance
