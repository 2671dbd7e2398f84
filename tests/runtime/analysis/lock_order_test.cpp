#include "runtime/analysis/lock_order.h"

#include <doctest/doctest.h>

#include "tests/runtime/trace/trace_builder.h"

using namespace coroscope;

namespace {

struct Locks {
    TraceBuilder t;
    TaskId one = t.create("one");
    TaskId two = t.create("two");
    ObjectId a = t.lock("a");
    ObjectId b = t.lock("b");

    void take(TaskId task, ObjectId first, ObjectId second) {
        t.acquire(task, first);
        t.acquire(task, second);
        t.release(task, second);
        t.release(task, first);
    }
    std::vector<std::vector<detail::LockOrder>> rings() {
        return detail::lock_rings(Timeline(t.trace()));
    }
};

}  // namespace

TEST_CASE("lock order: a ring says who asked for what, holding what") {
    Locks l;
    l.take(l.one, l.a, l.b);
    l.take(l.two, l.b, l.a);
    const auto rings = l.rings();
    REQUIRE(rings.size() == 1);
    REQUIRE(rings[0].size() == 2);
    CHECK(rings[0][0].task == l.one);
    CHECK(rings[0][0].from == l.a);
    CHECK(rings[0][0].to == l.b);
    CHECK(rings[0][0].held == std::vector{l.a});
    CHECK(rings[0][1].task == l.two);
    CHECK(rings[0][1].taken < rings[0][1].asked);
}

TEST_CASE("lock order: who only waits has asked, and who waited and got it has asked once") {
    Locks l;
    l.t.acquire(l.one, l.a);
    const EventIndex asked = l.t.suspend(l.one, WaitReason::Lock, l.b);
    l.t.ready(l.one, WakeReason::LockReleased);
    l.t.resume(l.one);
    SUBCASE("gets it") {
        l.t.acquire(l.one, l.b);
        l.t.release(l.one, l.b);
    }
    SUBCASE("gives up") {}
    l.t.release(l.one, l.a);
    l.take(l.two, l.b, l.a);
    const auto rings = l.rings();
    REQUIRE(rings.size() == 1);
    CHECK(rings[0][0].asked == asked);
}

TEST_CASE("lock order: a lock that is handed over from task to task is a signal") {
    Locks l;
    l.take(l.one, l.a, l.b);
    l.take(l.two, l.b, l.a);
    l.t.acquire(l.one, l.a);
    l.t.release(l.two, l.a);
    CHECK(l.rings().empty());
}

TEST_CASE("lock order: thousands of locks and tasks are quick") {
    TraceBuilder t;
    std::vector<ObjectId> locks;
    for (int i = 0; i < 2000; ++i) {
        locks.push_back(t.lock("l"));
    }
    const ObjectId gate = t.lock("gate");
    for (std::size_t i = 0; i < 2000; ++i) {
        const TaskId task = t.create("t");
        t.acquire(task, gate);
        t.acquire(task, locks[i]);
        t.acquire(task, locks[(i * 7 + 1) % 2000]);
        t.acquire(task, locks[(i * 13 + 5) % 2000]);
        for (const std::size_t n : {i * 13 + 5, i * 7 + 1, i}) {
            t.release(task, locks[n % 2000]);
        }
        t.release(task, gate);
    }
    CHECK(detail::lock_rings(Timeline(t.trace())).empty());
}
