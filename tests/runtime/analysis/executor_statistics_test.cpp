#include "runtime/analysis/executor_statistics.h"

#include <doctest/doctest.h>

#include "runtime/core/sleep.h"
#include "runtime/sync/executor.h"
#include "runtime/sync/gather.h"
#include "tests/support/ran.h"
#include "tests/support/random_trace.h"

using namespace coroscope;
using test::Ran;

namespace {

Coroutine<> three_jobs() {
    ThreadPoolExecutor pool(2, "pool");
    ThreadPoolExecutor unused(5, "unused");
    const Future<> first = run_in_executor(pool, [] { blocking(100ms); });
    const Future<> second = run_in_executor(pool, [] { blocking(300ms); });
    const Future<> third = run_in_executor(pool, [] { blocking(200ms); });
    co_await first;
    co_await second;
    co_await third;
    co_await sleep(100ms);
}

}  // namespace

TEST_CASE("an executor's workers: how busy, and how long its jobs stood in line") {
    const Ran run(three_jobs());
    const auto all = executor_statistics(Timeline(run.trace));
    REQUIRE(all.size() == 1);
    const ExecutorStatistics& pool = all.front();
    CHECK(pool.capacity == 2);
    CHECK(pool.submitted == 3);
    CHECK(pool.finished == 3);
    CHECK(pool.failed == 0);
    CHECK(pool.busy == 600'000'000);
    CHECK(pool.utilisation == doctest::Approx(0.75));
    CHECK(pool.queueing.longest == 100'000'000);
    CHECK(pool.queueing.total == 100'000'000);
    CHECK(pool.running.p50 == 200'000'000);
    REQUIRE(pool.workers.size() == 2);
    CHECK(pool.workers[0].jobs == 2);
    CHECK(pool.workers[0].busy == 300'000'000);
    CHECK(pool.workers[1].busy == 300'000'000);
}

TEST_CASE("up to a cursor, jobs in line and running count up to there") {
    const Ran run(three_jobs());
    const Timeline timeline(run.trace);
    EventIndex first_end = 0;
    while (timeline.trace()[first_end].kind != EventKind::JobFinished) {
        ++first_end;
    }
    const ExecutorStatistics pool = executor_statistics(timeline, first_end).front();
    CHECK(pool.started == 2);
    CHECK(pool.finished == 1);
    CHECK(pool.busy == 200'000'000);
    CHECK(pool.queueing.total == 100'000'000);
    CHECK(executor_statistics(timeline, 0).empty());
    CHECK(executor_statistics(Timeline()).empty());
}

TEST_CASE("statistics of executors never crash on nonsense") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        const Timeline timeline(random_trace({.seed = seed, .events = 400, .nonsense = true}));
        for (const ExecutorStatistics& one : executor_statistics(timeline, 300)) {
            CHECK(one.busy >= 0);
        }
    }
}
