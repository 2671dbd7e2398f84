#include "runtime/analysis/executor_statistics.h"

#include <algorithm>
#include <map>

#include "runtime/analysis/prefix.h"
#include "runtime/analysis/statistics.h"

namespace coroscope {
namespace {

using detail::plus;
using detail::Prefix;

struct Lengths {
    std::vector<Nanoseconds> queueing;
    std::vector<Nanoseconds> running;
};

void add(const Job& job, const Prefix& run, ExecutorStatistics& statistics, Lengths& lengths) {
    ++statistics.submitted;
    lengths.queueing.push_back(run.length(job.submitted, job.started));
    if (!run.begun(job.started)) {
        return;
    }
    ++statistics.started;
    const Nanoseconds busy = run.length(job.started, job.finished);
    lengths.running.push_back(busy);
    statistics.busy = plus(statistics.busy, busy);
    if (run.begun(job.finished)) {
        ++statistics.finished;
        statistics.failed += job.failed ? 1U : 0U;
    }
    if (statistics.workers.size() <= job.worker) {
        statistics.workers.resize(job.worker + std::size_t{1});
    }
    WorkerStatistics& worker = statistics.workers[job.worker];
    ++worker.jobs;
    worker.busy = plus(worker.busy, busy);
}

}  // namespace

std::vector<ExecutorStatistics> executor_statistics(const Timeline& timeline, EventIndex cursor) {
    std::vector<ExecutorStatistics> result;
    if (timeline.trace().empty()) {
        return result;
    }
    const Prefix run(timeline, cursor);
    const Jobs jobs(timeline);
    std::map<ObjectId, std::size_t> places;
    std::vector<Lengths> lengths;
    for (const ResourceInfo& resource : timeline.resources()) {
        if (resource.type == ResourceType::Executor && run.begun(resource.created)) {
            places[resource.id] = result.size();
            result.push_back({.executor = resource.id, .capacity = resource.capacity});
            lengths.emplace_back();
        }
    }
    for (const Job& job : jobs.all()) {
        const auto place = places.find(job.executor);
        if (run.begun(job.submitted) && place != places.end()) {
            add(job, run, result[place->second], lengths[place->second]);
        }
    }
    for (std::size_t i = 0; i < result.size(); ++i) {
        ExecutorStatistics& one = result[i];
        one.queueing = summarize(std::move(lengths[i].queueing));
        one.running = summarize(std::move(lengths[i].running));
        if (one.capacity > 0) {
            one.utilisation = ratio(one.busy, run.now()) / static_cast<double>(one.capacity);
        }
    }
    std::erase_if(result, [](const ExecutorStatistics& one) { return one.submitted == 0; });
    return result;
}

}  // namespace coroscope
