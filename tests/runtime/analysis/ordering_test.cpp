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

TEST_CASE("ordering: a task that is over before the other begins, or before its parent goes on") {
    TraceBuilder t;
    const TaskId main = t.create("main");
    const TaskId child = t.create("child", main);
    const EventIndex after = t.resume(child);
    t.finish(child);
    const TaskId late = t.create("late", main);
    const EventIndex before = t.resume(late);
    const EventIndex goes_on = t.resume(main);
    const Timeline timeline(t.trace());
    detail::Ordering ordering(timeline);
    CHECK(ordering.ordered(child, after, late, before));
    CHECK(ordering.ordered(child, after, main, goes_on));
    CHECK(ordering.ordered(child, after, child, goes_on));
    CHECK(ordering.ordered(child, after, 99, goes_on));  // nobody knows
}
