#include "runtime/analysis/statistics.h"

#include <doctest/doctest.h>

#include "tests/runtime/trace/trace_builder.h"

using namespace coroscope;

TEST_CASE("statistics: where the time went, up to the cursor") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    const ObjectId lock = t.lock("lock");
    t.iteration();
    t.resume(a);
    t.acquire(a, lock);
    t.at(10).event({.a = 10, .task = a, .kind = EventKind::TimePassed});
    t.suspend(a, WaitReason::Sleep, 0, 100);
    t.resume(b);
    const EventIndex waits = t.suspend(b, WaitReason::Lock, lock);
    t.at(100).ready(a, WakeReason::TimerFired);
    t.iteration();
    const EventIndex resumed = t.resume(a);
    t.release(a, lock);
    t.ready(b, WakeReason::LockReleased, a, lock);
    t.at(107).finish(a);
    t.resume(b);
    t.at(110).finish(b);
    t.end(Outcome::Finished);
    const Timeline timeline(t.trace());

    const RunStatistics all = statistics(timeline);
    CHECK(all.virtual_time == 110);
    CHECK(all.events == timeline.trace().size());
    CHECK(all.steps == 4);
    CHECK(all.iterations == 2);
    CHECK(all.longest_step == 10);
    REQUIRE(all.tasks.size() == 2);
    CHECK(all.tasks[0].task == a);
    CHECK(all.tasks[0].final_state == TaskState::Finished);
    CHECK(all.tasks[0].running == 17);
    CHECK(all.tasks[0].sleeping == 90);
    CHECK(all.tasks[0].steps == 2);
    CHECK(all.tasks[1].ready == 17);
    CHECK(all.tasks[1].waiting == 90);
    CHECK(all.tasks[1].running == 3);

    const RunStatistics early = statistics(timeline, waits);
    CHECK(early.virtual_time == 10);
    CHECK(early.steps == 2);
    CHECK(early.tasks[0].sleeping == 0);
    CHECK(early.tasks[0].final_state == TaskState::Sleeping);
    CHECK(early.tasks[1].final_state == TaskState::Waiting);
    CHECK(statistics(timeline, resumed).tasks[1].waiting == 90);
    CHECK(statistics(timeline, resumed).tasks[0].final_state == TaskState::Running);
}

TEST_CASE("statistics of nothing are zero") {
    const RunStatistics none = statistics(Timeline());
    CHECK(none.events == 0);
    CHECK(none.tasks.empty());
    CHECK(none.longest_step == 0);
}
