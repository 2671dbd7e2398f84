#include "runtime/analysis/distributions.h"

#include <doctest/doctest.h>

#include "tests/runtime/trace/trace_builder.h"

using namespace coroscope;

TEST_CASE("steps and ready delays have their percentiles, up to the cursor") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    t.at(2).resume(a);
    const EventIndex first = t.at(12).suspend(a, WaitReason::Yield);
    t.resume(b);
    t.at(42).finish(b);
    t.resume(a);
    t.at(47).finish(a);
    const Timeline timeline(t.trace());
    const Distributions all = distributions(timeline);
    CHECK(all.steps.count == 3);
    CHECK(all.steps.p50 == 10);
    CHECK(all.steps.longest == 30);
    CHECK(all.ready_delays.count == 3);
    CHECK(all.ready_delays.longest == 30);
    const Distributions early = distributions(timeline, first);
    CHECK(early.steps.count == 1);
    CHECK(early.ready_delays.total == 2 + 12 + 0);
    CHECK(distributions(Timeline()).steps.count == 0);
}
