// Worker jobs: what each worker thread or process of the executors did, one job after the other.
//
//     for (const WorkerJobs& worker : worker_jobs(timeline)) {
//         for (std::size_t i = 0; i < worker.jobs.size(); ++i) {
//             draw(timeline.jobs()[worker.jobs[i]], job_end(timeline, worker, i));
//
// Costs a look at all jobs. Keeps nothing of the timeline.
#pragma once

#include <vector>

#include "runtime/trace/timeline.h"

namespace coroscope {

struct WorkerJobs {
    ObjectId executor = 0;
    std::uint8_t worker = 0;          ///< from 0
    std::vector<std::uint32_t> jobs;  ///< indexes into Timeline::jobs(), by start: all have started
};

/// By executor, then by worker: those that ever had a job.
[[nodiscard]] std::vector<WorkerJobs> worker_jobs(const Timeline& timeline);

/// Where the worker's i-th job ends, at least 1 after its start; kNoEvent while it runs. Only
/// nonsense has a worker that does two jobs at once: there the first ends where the second begins.
/// Requires: i < worker.jobs.size(), and `worker` was made from this timeline or its beginning.
[[nodiscard]] EventIndex job_end(const Timeline& timeline, const WorkerJobs& worker, std::size_t i);

}  // namespace coroscope
