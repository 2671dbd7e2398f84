#include "runtime/formats/worker_lanes.h"

#include <doctest/doctest.h>

#include "runtime/core/sleep.h"
#include "runtime/sync/executor.h"
#include "runtime/sync/gather.h"
#include "tests/runtime/trace/trace_builder.h"
#include "tests/support/ran.h"
#include "tests/support/random_trace.h"

using namespace coroscope;
using namespace std::chrono_literals;

namespace {

Coroutine<> three_jobs() {
    ThreadPoolExecutor pool(2, "pool");
    co_await gather(run_in_executor(pool, [] { blocking(30ms); }),
                    run_in_executor(pool, [] { blocking(10ms); }),
                    run_in_executor(pool, [] { blocking(10ms); }));
}

}  // namespace

TEST_CASE("each worker of an executor has a lane with its jobs, one after the other") {
    const Timeline timeline(test::Ran(three_jobs()).trace);
    const std::vector<WorkerLane> lanes = worker_lanes(timeline);
    REQUIRE(lanes.size() == 2);
    CHECK(lanes[0].title == "pool worker 0");
    REQUIRE(lanes[0].jobs.size() == 1);
    CHECK(lanes[0].jobs[0].info->number == 1);
    CHECK(lanes[1].title == "pool worker 1");
    REQUIRE(lanes[1].jobs.size() == 2);
    const LaneJob& last = lanes[1].jobs[1];
    CHECK(last.info->number == 3);
    CHECK(timeline.trace()[last.info->started].time == 10'000'000);
    CHECK(timeline.trace()[last.last].time == 20'000'000);
}

TEST_CASE("the jobs of a lane do not overlap, whatever a trace says") {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const Timeline timeline(random_trace({.seed = seed, .events = 3000, .nonsense = true}));
        for (const WorkerLane& lane : worker_lanes(timeline)) {
            EventIndex end = 0;
            for (const LaneJob& job : lane.jobs) {
                REQUIRE(job.info->started >= end);
                REQUIRE(job.last > job.info->started);
                end = job.last;
            }
        }
    }
}

TEST_CASE("a worker that seems to do two jobs at once ends the first where the second begins") {
    TraceBuilder t;
    const ObjectId pool = t.resource(ResourceType::Executor, "", 1);
    const auto start = [&](std::int64_t number) {
        return t.event({.a = number, .subject = pool, .kind = EventKind::JobStarted});
    };
    start(1);
    const EventIndex second = start(2);
    const Timeline timeline(t.trace());
    const std::vector<WorkerLane> lanes = worker_lanes(timeline);
    REQUIRE(lanes.size() == 1);
    CHECK(lanes[0].title == "executor 1 worker 0");
    CHECK(lanes[0].jobs.at(0).last == second);
    CHECK(lanes[0].jobs.at(1).last == kNoEvent);
}
