#include "runtime/formats/wake_arrows.h"

#include <doctest/doctest.h>

#include "tests/support/story.h"

using namespace coroscope;

TEST_CASE("an arrow leads from the step that wakes a task to the step that follows") {
    const Timeline timeline(test::story());
    const std::vector<WakeArrow> arrows = wake_arrows(timeline);
    REQUIRE(arrows.size() == 2);  // alice creates bob, and hands him the lock; a timer has no arrow
    for (const WakeArrow& arrow : arrows) {
        CHECK(arrow.waker == 1);
        CHECK(arrow.woken == 2);
        CHECK(arrow.resumed > arrow.cause);
        CHECK(timeline.trace()[arrow.resumed].kind == EventKind::TaskResumed);
        CHECK(waker_of(timeline, timeline.trace()[arrow.cause]) == 1);
    }
    CHECK(timeline.trace()[arrows[0].cause].kind == EventKind::TaskCreated);
    CHECK(timeline.trace()[arrows[1].cause].kind == EventKind::TaskReady);
}

TEST_CASE("who is woken and never runs has no arrow, and wakers that do not exist are the loop") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    t.resume(a);
    t.create("b", a);
    const TraceEvent strange = {.a = 99, .task = a, .kind = EventKind::TaskReady};
    const Timeline timeline(t.trace());
    CHECK(wake_arrows(timeline).empty());
    CHECK(waker_of(timeline, strange) == 0);
    CHECK(waker_of(timeline, {.a = -1, .task = a, .kind = EventKind::TaskReady}) == 0);
}
