// Random cancellations of tasks at events, locks and queues, the same in Python and here.
#include <doctest/doctest.h>

#include "tests/conformance/dice.h"

namespace coroscope::conformance {
namespace {

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

TEST_CASE("event_random_races") { conforms("event_random_races", each<event::scene, 3>); }
TEST_CASE("queue_random_races") { conforms("queue_random_races", each<queue::scenes, 1>); }

}  // namespace
}  // namespace coroscope::conformance
