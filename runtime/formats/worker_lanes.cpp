#include "runtime/formats/worker_lanes.h"

#include <utility>

#include "runtime/analysis/worker_jobs.h"
#include "runtime/formats/titles.h"

namespace coroscope {

std::vector<WorkerLane> worker_lanes(const Timeline& timeline) {
    std::vector<WorkerLane> result;
    DistinctTitles titles;
    for (const WorkerJobs& worker : worker_jobs(timeline)) {
        std::vector<LaneJob> jobs;
        for (std::size_t i = 0; i < worker.jobs.size(); ++i) {
            jobs.push_back({&timeline.jobs()[worker.jobs[i]], job_end(timeline, worker, i)});
        }
        const ResourceInfo* executor = timeline.resource(worker.executor);
        const std::string name =
            executor == nullptr ? std::string("executor") : resource_title(timeline, *executor);
        const std::string title = name + " worker " + std::to_string(worker.worker);
        result.push_back({.executor = worker.executor,
                          .worker = worker.worker,
                          .title = titles.distinct(title, worker.executor),
                          .jobs = std::move(jobs)});
    }
    return result;
}

}  // namespace coroscope
