// Shutting queues down, ties in priority queues, and waits that are made tasks.
#include <doctest/doctest.h>

#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

namespace shut_down {
Coroutine<> getter(std::string name, Queue<int>& q) {
    try {
        while (true) {
            say(name, "got", co_await q.get());
        }
    } catch (const QueueShutDown& e) {
        say(name, e, "size", q.qsize());
    }
}
Coroutine<> putter(std::string name, Queue<int>& q, int item) {
    try {
        co_await q.put(item);
        say(name, "put", item);
    } catch (const QueueShutDown& e) {
        say(name, e, "size", q.qsize());
    }
}
Coroutine<> joiner(Queue<int>& q) {
    co_await q.join();
    say("joined");
}
void try_both(Queue<int>& q) {
    try {
        q.put_nowait(9);
        say("put_nowait");
    } catch (const QueueShutDown& e) {
        say("put_nowait", e);
    }
    try {
        say("get_nowait", q.get_nowait());
    } catch (const QueueShutDown& e) {
        say("get_nowait", e);
    }
}
Coroutine<> full(bool immediate) {
    say("--- full; immediate:", immediate);
    Queue<int> q("q", 2);
    std::vector<Task<>> ts;
    for (int i = 0; i < 4; ++i) {
        ts.push_back(create_task(putter(std::string(1, static_cast<char>('a' + i)), q, i)));
    }
    ts.push_back(create_task(joiner(q)));
    co_await sleep(1s);
    say("size", q.qsize(), "full:", q.full());
    q.shutdown(immediate);
    say("shut down; size", q.qsize(), "full:", q.full(), "empty:", q.empty());
    co_await sleep(1s);
    try_both(q);
    co_await putter("late", q, 9);
    co_await getter("late", q);
    say("joined:", ts.back().done());
    try {
        for (int i = 0; i < 3; ++i) {
            q.task_done();
            say("done one");
        }
    } catch (const ValueError& e) {
        say(e);
    }
    co_await sleep(1s);
    q.shutdown();
    bool all = true;
    for (const Task<>& t : ts) {
        all = all && t.done();
    }
    say("twice is fine; all done:", all);
}
Coroutine<> empty(bool immediate) {
    say("--- empty; immediate:", immediate);
    Queue<int> q;
    std::vector<Task<>> ts;
    for (const char* const n : {"a", "b", "c"}) {
        ts.push_back(create_task(getter(n, q)));
    }
    co_await sleep(1s);
    q.put_nowait(1);
    q.shutdown(immediate);
    ts[1].cancel();
    co_await sleep(1s);
    std::vector<bool> done;
    std::vector<bool> cancelled;
    for (const Task<>& t : ts) {
        done.push_back(t.done());
        cancelled.push_back(t.cancelled());
    }
    say("done:", done, "cancelled:", cancelled);
}
Coroutine<> working() {
    say("--- an item is being worked on");
    Queue<int> q;
    Task<> t = create_task(joiner(q));
    q.put_nowait(1);
    q.put_nowait(2);
    say("got", co_await q.get());
    q.shutdown(true);
    co_await sleep(1s);
    say("joined:", t.done(), "size", q.qsize());
    q.task_done();
    co_await t;
}
Coroutine<> main() {
    co_await full(false);
    co_await full(true);
    co_await empty(false);
    co_await empty(true);
    co_await working();
}
}  // namespace shut_down

namespace priority_ties {
struct Job {
    Job(int its_priority, std::string its_name)
        : priority(its_priority), name(std::move(its_name)) {}
    bool operator<(const Job& other) const { return priority < other.priority; }
    int priority;
    std::string name;
};
Coroutine<> round(int count, int spread) {
    PriorityQueue<Job> q;
    for (int i = 0; i < count; ++i) {
        co_await q.put(Job(i * 7 % spread, std::to_string(i)));
    }
    std::string names;
    for (int i = 0; i < count / 2; ++i) {
        const Job job = co_await q.get();
        names += " " + job.name;
    }
    for (int i = 0; i < count / 2; ++i) {
        q.put_nowait(Job(i % spread, "n" + std::to_string(i)));
    }
    while (!q.empty()) {
        names += " " + q.get_nowait().name;
    }
    say(count, spread, names.substr(1));
}
Coroutine<> main() {
    for (const int count : {3, 5, 8, 13}) {
        for (const int spread : {1, 2, 3}) {
            co_await round(count, spread);
        }
    }
}
}  // namespace priority_ties

namespace as_coroutines {
template <class A>
Coroutine<> limited(std::string name, A what, Duration limit) {
    using T = typename A::Result;
    try {
        if constexpr (std::is_void_v<T>) {
            co_await wait_for(std::move(what), limit);
            say(name, "none");
        } else {
            const T result = co_await wait_for(std::move(what), limit);
            say(name, result);
        }
    } catch (const TimeoutError&) {
        say(name, "TimeoutError");
    }
}
Coroutine<> releases(Lock& lock, Semaphore& sem, Event& event, Queue<std::string>& q) {
    co_await sleep(1s);
    lock.release();
    sem.release();
    event.set();
    q.put_nowait("z");
}
Coroutine<> main() {
    Lock lock;
    Semaphore sem("sem", 1);
    Event event;
    Condition cond;
    Barrier bar("bar", 2);
    Queue<std::string> q("q", 1);
    co_await limited("lock", lock.acquire(), 1s);
    co_await limited("lock again", lock.acquire(), 1s);
    co_await limited("semaphore", sem.acquire(), 1s);
    co_await limited("semaphore again", sem.acquire(), 0s);
    co_await limited("event", event.wait(), 1s);
    co_await limited("put", q.put("x"), 1s);
    co_await limited("put again", q.put("y"), 1s);
    co_await limited("join", q.join(), 1s);
    co_await limited("get", q.get(), 1s);
    co_await limited("get again", q.get(), 1s);
    co_await limited("barrier", bar.wait(), 1s);
    co_await cond.acquire();
    co_await limited("condition", cond.wait(), 1s);
    say("locked:", lock.locked(), sem.locked(), cond.locked(), "waiting:", bar.n_waiting());
    Task<> t = create_task(releases(lock, sem, event, q));
    const auto [locked, permitted, seen, item, first, second] = co_await gather(
        lock.acquire(), sem.acquire(), event.wait(), q.get(), bar.wait(), bar.wait());
    const std::vector<std::string> all = {show(locked), show(permitted), show(seen),
                                          show(item),   show(first),     show(second)};
    say(all);
    Task<bool> task = create_task(lock.acquire(), "acquirer");
    co_await sleep(0s);
    say(task.name(), "done:", task.done());
    lock.release();
    const bool acquired = co_await task;
    say("acquired:", acquired, "locked:", lock.locked());
    co_await gather(sleep(1s), sleep(2s));
    co_await t;
    say("end");
}
}  // namespace as_coroutines

TEST_CASE("queue_shutdown") { conforms("queue_shutdown", shut_down::main); }
TEST_CASE("queue_priority_ties") { conforms("queue_priority_ties", priority_ties::main); }
TEST_CASE("waits_as_coroutines") { conforms("waits_as_coroutines", as_coroutines::main); }

}  // namespace
}  // namespace coroscope::conformance
