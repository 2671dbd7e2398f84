#include "runtime/formats/step_lanes.h"

#include <doctest/doctest.h>

#include "tests/runtime/trace/trace_builder.h"
#include "tests/support/random_trace.h"

using namespace coroscope;

TEST_CASE("each thread has a lane for the steps of its loop") {
    TraceBuilder t;
    const TaskId main = t.create("main");
    t.event({.task = main, .subject = 1, .b = t.text("helper"), .kind = EventKind::ThreadStarted});
    t.event({.task = 2, .b = t.text("serve"), .kind = EventKind::TaskCreated, .detail = 1});
    t.resume(main);
    t.resume(2);
    t.suspend(main, WaitReason::Yield);
    t.suspend(2, WaitReason::Yield);
    t.resume(main);
    const Timeline timeline(t.trace());
    const std::vector<StepLane> lanes = step_lanes(timeline);
    REQUIRE(lanes.size() == 2);
    CHECK(lanes[0].title == "event loop");
    CHECK(lanes[0].steps.size() == 2);
    CHECK(end_of(timeline, lanes[0].steps[1]) == timeline.trace().size());
    CHECK(lanes[1].title == "event loop of helper");
    CHECK(lanes[1].thread == 1);
    CHECK(lanes[1].steps.size() == 1);
}

TEST_CASE("steps that overlap on one thread get a lane of their own") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    t.resume(a);
    t.resume(b);
    t.suspend(a, WaitReason::Yield);
    t.suspend(b, WaitReason::Yield);
    t.resume(a);
    const Timeline timeline(t.trace());
    const std::vector<StepLane> lanes = step_lanes(timeline);
    REQUIRE(lanes.size() == 2);
    CHECK(lanes[0].steps.size() == 2);
    CHECK(lanes[1].title == "event loop (2)");
    CHECK(lanes[1].steps.size() == 1);
}

TEST_CASE("every step is on one lane, and those of a lane do not overlap, of nonsense neither") {
    CHECK(step_lanes(Timeline()).size() == 1);
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const Timeline timeline(random_trace({.seed = seed, .events = 1000, .nonsense = true}));
        std::size_t count = 0;
        for (const StepLane& lane : step_lanes(timeline)) {
            EventIndex end = 0;
            for (const Step& step : lane.steps) {
                REQUIRE(step.first >= end);
                end = end_of(timeline, step);
            }
            count += lane.steps.size();
        }
        REQUIRE(count == timeline.steps().size());
    }
}
