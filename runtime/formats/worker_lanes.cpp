#include "runtime/formats/worker_lanes.h"

#include <algorithm>
#include <map>
#include <utility>

#include "runtime/formats/titles.h"

namespace coroscope {

std::vector<WorkerLane> worker_lanes(const Timeline& timeline) {
    std::map<std::pair<ObjectId, std::uint8_t>, std::vector<LaneJob>> lanes;
    for (const JobInfo& job : timeline.jobs()) {
        if (job.started != kNoEvent) {
            lanes[{job.executor, job.worker.value_or(0)}].push_back({&job, job.finished});
        }
    }
    std::vector<WorkerLane> result;
    DistinctTitles titles;
    for (auto& [key, jobs] : lanes) {
        std::ranges::sort(jobs, {}, [](const LaneJob& job) { return job.info->started; });
        for (std::size_t i = 0; i + 1 < jobs.size(); ++i) {
            // Only nonsense has a worker that does two jobs at once.
            jobs[i].last = std::min(jobs[i].last, jobs[i + 1].info->started);
        }
        const ResourceInfo* executor = timeline.resource(key.first);
        const std::string name =
            executor == nullptr ? std::string("executor") : resource_title(timeline, *executor);
        result.push_back(
            {.executor = key.first,
             .worker = key.second,
             .title = titles.distinct(name + " worker " + std::to_string(key.second), key.first),
             .jobs = std::move(jobs)});
    }
    return result;
}

}  // namespace coroscope
