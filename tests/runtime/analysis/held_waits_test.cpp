#include "runtime/analysis/held_waits.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "runtime/core/sleep.h"
#include "runtime/sync/async_with.h"
#include "runtime/sync/gather.h"
#include "runtime/sync/lock.h"
#include "runtime/sync/semaphore.h"
#include "tests/runtime/trace/trace_builder.h"
#include "tests/support/ran.h"
#include "tests/support/random_trace.h"

using namespace coroscope;
using test::Ran;
using Shares = std::vector<HolderShare>;

namespace {

/// a holds the lock from 0 to 40 and from 45 to 60, c from 60 to 90; b waits from 10 to 100.
void contended(TraceBuilder& t) {
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    const TaskId c = t.create("c");
    const ObjectId lock = t.lock("lock");
    t.resume(a);
    t.acquire(a, lock);
    t.at(10).resume(b);
    t.suspend(b, WaitReason::Lock, lock);
    t.at(40).release(a, lock);
    t.at(45).acquire(a, lock);
    t.at(60).release(a, lock);
    t.suspend(a, WaitReason::Yield);
    t.resume(c);
    t.acquire(c, lock);
    t.at(90).release(c, lock);
    t.ready(b, WakeReason::LockReleased, c, lock);
    t.finish(c);
    t.at(100).resume(b);
    t.acquire(b, lock);
    t.at(120).finish(b);
}

/// What each task waited for each lock, the slow way: nanosecond by nanosecond of the events.
Nanoseconds slow_share(const Timeline& timeline, const HeldWait& wait, TaskId holder) {
    Nanoseconds total = 0;
    for (EventIndex i = 0; i + 1 < timeline.trace().size(); ++i) {
        const auto waiters = timeline.waiters_at(wait.resource, i);
        const auto holders = timeline.holders_at(wait.resource, i);
        if (std::ranges::find(waiters, wait.task) != waiters.end() &&
            std::ranges::find(holders, holder) != holders.end()) {
            total += timeline.trace()[i + 1].time - timeline.trace()[i].time;
        }
    }
    return total;
}

Coroutine<> take(Semaphore& pool, Duration before, Duration length, int times) {
    for (int i = 0; i < times; ++i) {
        co_await sleep(before);
        co_await pool.acquire();
        co_await sleep(length);
        pool.release();
    }
}
Coroutine<> crowd(int permits) {
    Semaphore pool("pool", permits);
    co_await gather(take(pool, 1ms, 7ms, 5), take(pool, 2ms, 3ms, 6), take(pool, 3ms, 4ms, 5),
                    take(pool, 1ms, 11ms, 4), take(pool, 5ms, 2ms, 6));
}
Coroutine<> child(Duration length) { co_await sleep(length); }
Coroutine<> parent() {
    Task<> slow = create_task(child(30ms), "slow");
    co_await sleep(10ms);
    co_await gather(child(5ms), child(15ms));
    co_await slow;
}

}  // namespace

TEST_CASE("the waits for a lock are attributed to those who held it meanwhile") {
    TraceBuilder t;
    contended(t);
    const std::vector<HeldWait> waits = held_waits(Timeline(t.trace()));
    REQUIRE(waits.size() == 1);
    CHECK(waits[0].task == 2);
    CHECK(waits[0].reason == WaitReason::Lock);
    CHECK(waits[0].count == 1);
    CHECK(waits[0].total == 90);
    CHECK(waits[0].holders == Shares{{.task = 1, .time = 30 + 15}, {.task = 3, .time = 30}});
    CHECK(waits[0].unheld == 5 + 10);
    CHECK(waits[0].complete);
}

TEST_CASE("up to a cursor a wait counts up to there") {
    TraceBuilder t;
    contended(t);
    const std::vector<HeldWait> waits = held_waits(Timeline(t.trace()), 8);
    REQUIRE(waits.size() == 1);
    CHECK(waits[0].total == 30);
    CHECK(waits[0].holders == Shares{{.task = 1, .time = 30}});
}

TEST_CASE("holders that are too many to be told apart are left out, the longest stay") {
    TraceBuilder t;
    contended(t);
    const std::vector<HeldWait> waits = held_waits(Timeline(t.trace()), kNoEvent, 1);
    CHECK(waits[0].holders == Shares{{.task = 1, .time = 45}});
    CHECK(waits[0].unheld == 15);
    CHECK(!waits[0].complete);
}

TEST_CASE("shares are exact, whatever the number of permits") {
    for (const int permits : {1, 2, 3}) {
        const Ran run(crowd(permits));
        const Timeline timeline(run.trace);
        std::size_t compared = 0;
        for (const HeldWait& wait : held_waits(timeline)) {
            if (wait.reason != WaitReason::Semaphore) {
                continue;
            }
            Nanoseconds sum = 0;
            for (const HolderShare& share : wait.holders) {
                CHECK(share.time == slow_share(timeline, wait, share.task));
                sum += share.time;
                ++compared;
            }
            if (permits == 1) {
                CHECK(sum + wait.unheld == wait.total);
            }
        }
        CHECK(compared > 5);
    }
}

TEST_CASE("who awaits tasks waits for each as long as it lives") {
    const Ran run(parent());
    const Timeline timeline(run.trace);
    const std::vector<HeldWait> waits = held_waits(timeline);
    REQUIRE(waits.size() == 2);
    CHECK(waits[0].reason == WaitReason::Gather);
    CHECK(waits[0].total == 15'000'000);
    CHECK(waits[0].holders ==
          Shares{{.task = 4, .time = 15'000'000}, {.task = 3, .time = 5'000'000}});
    CHECK(waits[1].reason == WaitReason::Task);
    CHECK(waits[1].resource == 0);
    CHECK(waits[1].holders == Shares{{.task = 2, .time = 5'000'000}});
}

TEST_CASE("held waits never crash on nonsense") {
    CHECK(held_waits(Timeline()).empty());
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        const Timeline timeline(random_trace({.seed = seed, .events = 500, .nonsense = true}));
        for (const EventIndex cursor : {EventIndex{200}, kNoEvent}) {
            for (const HeldWait& wait : held_waits(timeline, cursor, seed % 7)) {
                CHECK(wait.total > 0);
                CHECK(wait.unheld >= 0);
            }
        }
    }
}
