#include "runtime/analysis/ordering.h"

#include <doctest/doctest.h>

#include "tests/runtime/trace/trace_builder.h"

using namespace coroscope;

namespace {

/// Two tasks of one parent; what `first` does up to `after` must come before `before` or need not.
struct Two {
    TraceBuilder t;
    TaskId main = t.create("main");
    TaskId first = t.create("first", main);
    TaskId second = t.create("second", main);
    EventIndex after = t.resume(first);

    bool ordered() {
        const EventIndex before = t.resume(second);
        const Timeline timeline(t.trace());
        return detail::Ordering(timeline).ordered(first, after, second, before);
    }
};

}  // namespace

TEST_CASE("ordering: a task that another wakes had to wait for it") {
    Two two;
    SUBCASE("by an event") { two.t.ready(two.second, WakeReason::EventSet, two.first); }
    SUBCASE("by its end") { two.t.ready(two.second, WakeReason::TaskEnded, two.first); }
    SUBCASE("by an event for which nobody waited yet") {
        two.t.notify(two.first, two.t.resource(ResourceType::Event, "e"), Notice::EventSet);
    }
    SUBCASE("over a third") {
        two.t.ready(two.main, WakeReason::FutureSet, two.first);
        two.t.ready(two.second, WakeReason::Cancelled, two.main);
    }
    CHECK(two.ordered());
}

TEST_CASE("ordering: locks, permits and timers may come in another order") {
    Two two;
    SUBCASE("nothing") {}
    SUBCASE("lock") { two.t.ready(two.second, WakeReason::LockReleased, two.first); }
    SUBCASE("permit") { two.t.ready(two.second, WakeReason::PermitReleased, two.first); }
    SUBCASE("timer") { two.t.ready(two.second, WakeReason::TimerFired); }
    SUBCASE("the end of the other") { two.t.finish(two.first); }
    CHECK_FALSE(two.ordered());
}

TEST_CASE("ordering: an item comes after it was put") {
    Two two;
    const ObjectId queue = two.t.resource(ResourceType::Queue, "queue");
    two.t.put(two.first, queue, 1, "x");
    SUBCASE("got") {
        two.t.got(two.second, queue, 0, "x");
        CHECK(two.ordered());
    }
    SUBCASE("not got") { CHECK_FALSE(two.ordered()); }
}

TEST_CASE("ordering: who gathers several needs each of them") {
    Two two;
    const ObjectId gather = two.t.resource(ResourceType::Gather, "gather");
    two.t.link(two.second, gather, two.first);
    two.t.finish(two.first);
    two.t.ready(two.second, WakeReason::ChildrenEnded, 0, gather);
    CHECK(two.ordered());
}

TEST_CASE("ordering: who takes the result of a task that is over needs it") {
    Two two;
    two.t.finish(two.first);
    const auto taken = [&](TaskId by) {
        two.t.event({.a = two.first, .task = by, .kind = EventKind::ResultTaken});
    };
    SUBCASE("by an await") { taken(two.second); }
    SUBCASE("in a gather") {
        two.t.link(two.second, two.t.resource(ResourceType::Gather, "gather"), two.first);
    }
    SUBCASE("by the one who creates it then") {
        taken(two.main);
        two.second = two.t.create("late", two.main);
    }
    CHECK(two.ordered());
}

TEST_CASE("ordering: nobody knows about tasks that do not exist") {
    Two two;
    two.second = 99;
    CHECK(two.ordered());
}
