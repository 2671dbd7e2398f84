#include "runtime/analysis/resource_statistics.h"

#include <doctest/doctest.h>

#include <limits>

#include "tests/runtime/trace/trace_builder.h"
#include "tests/support/random_trace.h"

using namespace coroscope;

namespace {

/// a holds a permit from 0 to 60, b one from 20 to 40; c waits from 30 to 40, then holds to 50. The
/// run ends at 100.
void pool(TraceBuilder& t) {
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    const TaskId c = t.create("c");
    const ObjectId pool = t.resource(ResourceType::Semaphore, "pool", 2);
    t.resume(a);
    t.acquire(a, pool, 1);
    t.suspend(a, WaitReason::Sleep, 0, 60);
    t.at(20).resume(b);
    t.acquire(b, pool, 0);
    t.suspend(b, WaitReason::Sleep, 0, 40);
    t.at(30).resume(c);
    t.suspend(c, WaitReason::Semaphore, pool);
    t.at(40).resume(b);
    t.release(b, pool, 1);
    t.ready(c, WakeReason::PermitReleased, b, pool);
    t.finish(b);
    t.resume(c);
    t.acquire(c, pool, 0);
    t.suspend(c, WaitReason::Sleep, 0, 50);
    t.at(50).resume(c);
    t.release(c, pool, 1);
    t.finish(c);
    t.at(60).resume(a);
    t.release(a, pool, 2);
    t.at(100).finish(a);
}

}  // namespace

TEST_CASE("a semaphore's waits and holds: how long, in how much of the run, how many at once") {
    TraceBuilder t;
    pool(t);
    const ResourceFigures figures = resource_statistics(Timeline(t.trace()));
    REQUIRE(figures.resources.size() == 1);
    const ResourceStatistics& one = figures.resources.front();
    CHECK(one.waits.count == 1);
    CHECK(one.waits.total == 10);
    CHECK(figures.lock_waits.longest == 10);
    REQUIRE(one.holds.has_value());
    CHECK(one.holds->count == 3);
    CHECK(one.holds->total == 60 + 20 + 10);
    CHECK(one.holds->longest == 60);
    CHECK(one.holds->covered == 60);
    CHECK(one.holds->utilisation == doctest::Approx(0.6));
    CHECK(one.holds->mean_in_use == doctest::Approx(0.9));
    CHECK(!one.queue.has_value());
}

TEST_CASE("up to a cursor what still lasts counts up to there") {
    TraceBuilder t;
    pool(t);
    const Timeline timeline(t.trace());
    const ResourceInfo& info = *timeline.resource(1);
    const ResourceFigures figures = resource_statistics(timeline, info.waits.front().first);
    CHECK(figures.resources.front().waits.total == 0);
    CHECK(figures.resources.front().holds->total == 30 + 10);
    CHECK(figures.resources.front().holds->utilisation == doctest::Approx(1.0));
    CHECK(resource_statistics(timeline, 0).resources.empty());
}

TEST_CASE("statistics of resources never crash on nonsense") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        const Timeline timeline(random_trace({.seed = seed, .events = 400, .nonsense = true}));
        for (const EventIndex cursor : {EventIndex{0}, EventIndex{150}, kNoEvent}) {
            for (const ResourceStatistics& one : resource_statistics(timeline, cursor).resources) {
                CHECK(one.waits.total >= 0);
                CHECK((!one.holds || one.holds->covered >= 0));
            }
        }
    }
}
