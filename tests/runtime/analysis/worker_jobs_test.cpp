#include "runtime/analysis/worker_jobs.h"

#include <doctest/doctest.h>

#include "tests/support/random_trace.h"
#include "tests/support/worker_runs.h"

namespace coroscope {

TEST_CASE("each worker's jobs are told by their start, those in line for it are not") {
    const Timeline timeline = test::worker_run();
    const std::vector<WorkerJobs> workers = worker_jobs(timeline);
    REQUIRE(workers.size() == 2);
    CHECK(workers[0].worker == 0);
    CHECK(workers[1].worker == 1);
    CHECK(workers[0].jobs.size() + workers[1].jobs.size() == 3);
    for (const WorkerJobs& worker : workers) {
        for (std::size_t i = 0; i < worker.jobs.size(); ++i) {
            const JobInfo& job = timeline.jobs()[worker.jobs[i]];
            CHECK(job.worker == worker.worker);
            CHECK(job_end(timeline, worker, i) == job.finished);
        }
    }
}

TEST_CASE("a worker never does two jobs at once, whatever a trace says") {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const Timeline timeline(random_trace({.seed = seed, .events = 2000, .nonsense = true}));
        for (const WorkerJobs& worker : worker_jobs(timeline)) {
            EventIndex end = 0;
            for (std::size_t i = 0; i < worker.jobs.size(); ++i) {
                const EventIndex started = timeline.jobs()[worker.jobs[i]].started;
                REQUIRE(started >= end);
                end = job_end(timeline, worker, i);
                REQUIRE(end > started);
            }
        }
    }
}

}  // namespace coroscope
