#include "runtime/analysis/worker_jobs.h"

#include <algorithm>
#include <map>
#include <utility>

namespace coroscope {

std::vector<WorkerJobs> worker_jobs(const Timeline& timeline) {
    const auto jobs = timeline.jobs();
    std::map<std::pair<ObjectId, std::uint8_t>, std::vector<std::uint32_t>> workers;
    for (std::uint32_t i = 0; i < jobs.size(); ++i) {
        if (jobs[i].started != kNoEvent) {
            workers[{jobs[i].executor, jobs[i].worker.value_or(0)}].push_back(i);
        }
    }
    std::vector<WorkerJobs> result;
    for (auto& [key, done] : workers) {
        std::ranges::sort(done, {}, [&](std::uint32_t job) { return jobs[job].started; });
        result.push_back({key.first, key.second, std::move(done)});
    }
    return result;
}

EventIndex job_end(const Timeline& timeline, const WorkerJobs& worker, std::size_t i) {
    const auto jobs = timeline.jobs();
    const EventIndex finished = jobs[worker.jobs[i]].finished;
    return i + 1 < worker.jobs.size() ? std::min(finished, jobs[worker.jobs[i + 1]].started)
                                      : finished;
}

}  // namespace coroscope
