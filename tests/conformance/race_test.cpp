// Races and deadlocks.
#include <doctest/doctest.h>

#include <deque>

#include <map>

#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

namespace double_checked_cache {
class Cache {
public:
    Coroutine<std::string> naive() {
        if (!value_) {
            value_ = co_await load();
        }
        co_return *value_;
    }
    Coroutine<std::string> checked() {
        if (!value_) {
            const auto held = co_await lock_.hold();
            if (!value_) {
                value_ = co_await load();
            }
        }
        co_return *value_;
    }

private:
    Coroutine<std::string> load() {
        loads_ += 1;
        say("loading, number", loads_);
        co_await sleep(1s);
        co_return fmt::format("value {}", loads_);
    }
    std::optional<std::string> value_;
    int loads_ = 0;
    Lock lock_;
};
using Get = Coroutine<std::string> (Cache::*)();
Coroutine<> caller(std::string name, Cache& cache, Get get, Duration at) {
    co_await sleep(at);
    say(name, "got", co_await (cache.*get)());
}
Coroutine<> scene(std::string kind, Get get) {
    say("---", kind);
    Cache c;
    co_await gather(caller("a", c, get, 0s), caller("b", c, get, 500ms), caller("c", c, get, 750ms),
                    caller("d", c, get, 2s));
}
Coroutine<> main() {
    co_await scene("naive", &Cache::naive);
    co_await scene("checked", &Cache::checked);
}
}  // namespace double_checked_cache

namespace lost_update {
Coroutine<> unsafe(std::string name, int& counter) {
    const int seen = counter;
    say(name, "read", seen);
    co_await sleep(0s);
    counter = seen + 1;
    say(name, "wrote", counter);
}
Coroutine<> atomic(int& counter) {
    counter += 1;
    co_await sleep(0s);
}
Coroutine<> locked(std::string name, Lock& lock, int& counter) {
    const auto held = co_await lock.hold();
    co_await unsafe(name, counter);
}
Coroutine<> main() {
    int counter = 0;
    co_await gather(unsafe("u0", counter), unsafe("u1", counter), unsafe("u2", counter));
    say("unsafe total", counter);
    counter = 0;
    co_await gather(atomic(counter), atomic(counter), atomic(counter));
    say("atomic total", counter);
    counter = 0;
    Lock lock;
    co_await gather(locked("l0", lock, counter), locked("l1", lock, counter),
                    locked("l2", lock, counter));
    say("locked total", counter);
}
}  // namespace lost_update

namespace ab_ba {
Coroutine<> transfer(std::string name, Lock& first, Lock& second) {
    const auto one = co_await first.hold();
    say(name, "has its first lock");
    co_await sleep(1s);
    say(name, "wants its second lock");
    const auto two = co_await second.hold();
    say(name, "has both");
}
Coroutine<> nap() { co_await sleep(5s); }
Coroutine<> main() {
    Lock a;
    Lock b;
    Task<> t1 = create_task(transfer("t1", a, b), "t1");
    Task<> t2 = create_task(transfer("t2", b, a), "t2");
    Task<> t3 = create_task(nap(), "t3");
    co_await wait(t1, t2, t3);
}
}  // namespace ab_ba

namespace ab_ba_timeout_rescue {
Coroutine<> acquire(Lock& lock) { co_await lock.acquire(); }
Coroutine<> transfer(std::string name, Lock& first, Lock& second, Duration patience,
                     Duration pause) {
    for (int attempt = 1;; ++attempt) {
        {
            const auto held = co_await first.hold();
            say(name, "attempt", attempt, "has its first lock");
            co_await sleep(1s);
            bool has_both = true;
            try {
                co_await wait_for(acquire(second), patience);
            } catch (const TimeoutError&) {
                say(name, "gives way");
                has_both = false;
            }
            if (has_both) {
                say(name, "has both");
                co_await sleep(500ms);
                second.release();
                co_return;
            }
        }
        co_await sleep(pause);
    }
}
Coroutine<> main() {
    Lock a;
    Lock b;
    co_await gather(transfer("t1", a, b, 2s, 1s), transfer("t2", b, a, 500ms, 2s));
    std::vector<bool> locked;
    locked.push_back(a.locked());
    locked.push_back(b.locked());
    say("both done; locked:", locked);
}
}  // namespace ab_ba_timeout_rescue

namespace await_itself {
using Self = std::optional<Task<std::string>>;
Coroutine<std::string> narcissus(Self& self) {
    try {
        co_await *self;
    } catch (const RuntimeError& e) {
        say("RuntimeError:", e.message().find("await on itself") != std::string::npos);
    }
    co_await sleep(1s);
    co_return "went on";
}
Coroutine<> waits_for(Task<std::string> t) { say("inner got", co_await t); }
Coroutine<std::string> ring(int n, Self& self) {
    Task<> inner = create_task(waits_for(*self), "inner");
    if (n > 0) {
        say("ring awaits inner, which awaits ring");
        co_await inner;
    } else {
        say("ring does not wait for inner");
    }
    co_return "ring result";
}
Coroutine<> main() {
    Self self;
    self = create_task(narcissus(self));
    say(co_await *self);
    self = create_task(ring(0, self), "ring0");
    say(co_await *self);
    co_await sleep(1s);
    self = create_task(ring(1, self), "ring1");
    say(co_await *self);
}
}  // namespace await_itself

namespace dining_philosophers {
Coroutine<> philosopher(std::size_t i, std::deque<Lock>& forks, bool left_handed) {
    const std::size_t left = i;
    const std::size_t right = (i + 1) % 5;
    {
        const auto first = co_await forks[left_handed ? right : left].hold();
        say("p", i, "has one fork");
        co_await sleep(0s);
        const auto second = co_await forks[left_handed ? left : right].hold();
        say("p", i, "eats");
        co_await sleep(1s);
    }
    say("p", i, "leaves");
}
Coroutine<> dinner(std::size_t left_hander) {
    std::deque<Lock> forks;
    std::vector<Task<>> ts;
    for (std::size_t i = 0; i < 5; ++i) {
        forks.emplace_back();
    }
    for (std::size_t i = 0; i < 5; ++i) {
        ts.push_back(create_task(philosopher(i, forks, i == left_hander), fmt::format("p{}", i)));
    }
    co_await gather(ts);
}
Coroutine<> main() {
    say("--- p4 is left-handed");
    co_await dinner(4);
    say("--- all right-handed");
    co_await dinner(5);
}
}  // namespace dining_philosophers

namespace event_never_set {
Coroutine<> waiter(Event& ev) {
    say("waiting for the event");
    co_await ev.wait();
    say("not reached");
}
Coroutine<> brief() {
    co_await sleep(2s);
    say("short task done");
}
Coroutine<> main() {
    Event ev;
    Task<> s = create_task(brief(), "short");
    Task<> w = create_task(waiter(ev), "waiter");
    co_await gather(w, s);
}
}  // namespace event_never_set

namespace self_relock {
Coroutine<> inner(Lock& lock) {
    say("inner asks for the lock");
    const auto held = co_await lock.hold();
    say("not reached");
}
Coroutine<> outer(Lock& lock) {
    const auto held = co_await lock.hold();
    say("outer holds the lock");
    co_await inner(lock);
}
Coroutine<> main() {
    Lock lock;
    try {
        co_await wait_for(outer(lock), 1s);
    } catch (const TimeoutError&) {
        say("rescued by a timeout; locked:", lock.locked());
    }
    co_await outer(lock);
}
}  // namespace self_relock

namespace stampede_on_shared_future {
class Cache {
public:
    explicit Cache(bool shielded) : shielded_(shielded) {}
    Coroutine<std::string> get(std::string key) {
        if (const auto value = values_.find(key); value != values_.end()) {
            co_return value->second;
        }
        if (!pending_.contains(key)) {
            Task<std::string> load_task = create_task(load(key));
            pending_.emplace(key, load_task);
            load_task.add_done_callback(
                [this, key](const Task<std::string>& done) { finish(key, done); });
        }
        const Task<std::string> t = pending_.at(key);
        if (shielded_) {
            co_return co_await shield(t);
        }
        co_return co_await t;
    }

private:
    Coroutine<std::string> load(std::string key) {
        const int n = ++loads_;
        say("  load", n, "of", key);
        co_await sleep(1s);
        if (key == "bad" && n < 3) {
            throw LookupError("load " + std::to_string(n) + " failed");
        }
        co_return key + " from load " + std::to_string(n);
    }
    void finish(const std::string& key, const Task<std::string>& done) {
        pending_.erase(key);
        if (!done.cancelled() && !done.exception()) {
            values_.emplace(key, done.result());
        }
    }
    std::map<std::string, Task<std::string>> pending_;
    std::map<std::string, std::string> values_;
    int loads_ = 0;
    bool shielded_;
};
Coroutine<> caller(std::string name, Cache& cache, std::string key) {
    try {
        const std::string value = co_await cache.get(key);
        say(name, "got", value);
    } catch (const LookupError& e) {
        say(name, e);
    } catch (const CancelledError&) {
        say(name, "CancelledError, requests:", me().cancelling());
    }
}
Coroutine<> scene(bool shielded) {
    say("--- shielded:", shielded);
    Cache cache(shielded);
    std::vector<Task<>> ts;
    for (const std::string name : {"a", "b", "c"}) {
        ts.push_back(create_task(caller(name, cache, "key")));
    }
    co_await sleep(500ms);
    ts[1].cancel();
    co_await wait(ts);
    co_await gather(caller("x", cache, "bad"), caller("y", cache, "bad"));
    co_await caller("z", cache, "bad");
}
Coroutine<> main() {
    co_await scene(false);
    co_await scene(true);
}
}  // namespace stampede_on_shared_future

TEST_CASE("race_double_checked_cache") {
    conforms("race_double_checked_cache", double_checked_cache::main);
}
TEST_CASE("race_lost_update") { conforms("race_lost_update", lost_update::main); }
TEST_CASE("deadlock_ab_ba") { conforms("deadlock_ab_ba", ab_ba::main); }
TEST_CASE("deadlock_ab_ba_timeout_rescue") {
    conforms("deadlock_ab_ba_timeout_rescue", ab_ba_timeout_rescue::main);
}
TEST_CASE("deadlock_await_itself") { conforms("deadlock_await_itself", await_itself::main); }
TEST_CASE("deadlock_dining_philosophers") {
    conforms("deadlock_dining_philosophers", dining_philosophers::main);
}
TEST_CASE("deadlock_event_never_set") {
    conforms("deadlock_event_never_set", event_never_set::main);
}
TEST_CASE("deadlock_self_relock") { conforms("deadlock_self_relock", self_relock::main); }
TEST_CASE("race_stampede_on_shared_future") {
    conforms("race_stampede_on_shared_future", stampede_on_shared_future::main);
}

}  // namespace
}  // namespace coroscope::conformance
