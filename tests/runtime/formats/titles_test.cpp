#include "runtime/formats/titles.h"

#include <doctest/doctest.h>

#include "tests/runtime/trace/trace_builder.h"

using namespace coroscope;

TEST_CASE("exports have a title for tasks and resources with and without a name") {
    TraceBuilder t;
    const ObjectId jobs = t.resource(ResourceType::Queue, "jobs");
    const ObjectId other = t.resource(ResourceType::Queue, "");
    const TaskId alice = t.create("alice");
    const TaskId nobody = t.create("");
    t.resume(alice);
    t.suspend(alice, WaitReason::Task, 0, nobody);
    t.resume(nobody);
    t.suspend(nobody, WaitReason::QueueGet, jobs);
    t.at(7).iteration();
    const Timeline timeline(t.trace());
    CHECK(task_title(timeline, 0) == "the loop");
    CHECK(task_title(timeline, alice) == "alice");
    CHECK(task_title(timeline, nobody) == "task 2");
    CHECK(task_title(timeline, 99) == "task 99");
    CHECK(resource_title(timeline, *timeline.resource(jobs)) == "jobs");
    CHECK(resource_title(timeline, *timeline.resource(other)) == "queue 2");
    CHECK(waits_for_title(timeline, timeline.state_at(alice, kNoEvent)) == "task 2");
    CHECK(waits_for_title(timeline, timeline.state_at(nobody, kNoEvent)) == "jobs");
    CHECK(waits_for_title(timeline, timeline.state_at(alice, 2)) == "");
    CHECK(time_at(timeline, 0) == 0);
    CHECK(time_at(timeline, kNoEvent) == 7);
}

TEST_CASE("the second of one title gets its number") {
    DistinctTitles titles;
    CHECK(titles.distinct("jobs", 3) == "jobs");
    CHECK(titles.distinct("jobs", 4) == "jobs (object 4)");
    CHECK(titles.distinct("ink", 5) == "ink");
}
