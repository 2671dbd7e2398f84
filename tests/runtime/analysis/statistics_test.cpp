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

TEST_CASE("statistics: a task's waits are told by reason, with count and longest") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const ObjectId queue = t.resource(ResourceType::Queue, "q");
    t.resume(a);
    t.suspend(a, WaitReason::QueueGet, queue);
    t.at(10).ready(a, WakeReason::ItemPut);
    t.at(14).resume(a);
    t.suspend(a, WaitReason::Sleep, 0, 40);
    t.at(40).ready(a, WakeReason::TimerFired);
    t.resume(a);
    t.suspend(a, WaitReason::QueueGet, queue);
    t.at(70).ready(a, WakeReason::ItemPut);
    t.resume(a);
    t.suspend(a, WaitReason::Yield);
    t.at(71).resume(a);
    t.at(75).finish(a);
    const TaskStatistics task = statistics(Timeline(t.trace())).tasks.front();
    CHECK(task.waits ==
          std::vector<WaitTotal>{
              {.reason = WaitReason::Sleep, .count = 1, .total = 26, .longest = 26},
              {.reason = WaitReason::QueueGet, .count = 2, .total = 40, .longest = 30}});
    CHECK(task.waiting == 40);
    CHECK(task.wakeups == 3);
    CHECK(task.longest_ready == 4);
    CHECK(task.longest_step == 4);
}

TEST_CASE("statistics: the loop is busy in steps and callbacks, and idle else") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    t.resume(a);
    t.at(30).suspend(a, WaitReason::Event);
    t.at(50).event({.kind = EventKind::CallbackRun});
    t.at(55).event({.a = 5, .kind = EventKind::TimePassed});
    t.at(100).end(Outcome::Hang);
    const RunStatistics run = statistics(Timeline(t.trace()));
    CHECK(run.busy == 35);
    CHECK(run.idle == 65);
    CHECK(run.longest_step == 30);
    CHECK(run.longest_step_task == a);
}

TEST_CASE("statistics: steps of two threads that overlap keep the run busy once") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    t.resume(a);
    t.at(10).resume(b);
    t.at(30).suspend(a, WaitReason::Event);
    t.at(40).suspend(b, WaitReason::Event);
    CHECK(statistics(Timeline(t.trace())).busy == 40);
}

TEST_CASE("statistics: the ready queue has a mean over time and a maximum") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    t.resume(a);
    t.at(10).finish(a);
    t.resume(b);
    t.at(40).finish(b);
    const RunStatistics run = statistics(Timeline(t.trace()));
    CHECK(run.ready_most == 2);
    CHECK(run.ready_area == 10);
    CHECK(run.ready_mean() == doctest::Approx(0.25));
    CHECK(ratio(1, 0) == 0.0);
}
