#include "runtime/analysis/executor_statistics.h"

#include <utility>

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

void add(const JobInfo& job, const Prefix& run, ExecutorStatistics& statistics, Lengths& lengths) {
    if (run.begun(job.submitted)) {
        ++statistics.submitted;
        lengths.queueing.push_back(run.length(job.submitted, job.started));
    }
    if (!run.begun(job.started)) {
        return;
    }
    ++statistics.started;
    const Nanoseconds busy = run.length(job.started, job.finished);
    lengths.running.push_back(busy);
    statistics.busy = plus(statistics.busy, busy);
    if (run.begun(job.finished)) {
        ++statistics.finished;
        statistics.failed += job.error != 0 ? 1U : 0U;
    }
    const std::size_t number = job.worker.value_or(0);
    if (statistics.workers.size() <= number) {
        statistics.workers.resize(number + 1);
    }
    WorkerStatistics& worker = statistics.workers[number];
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
    for (const ResourceInfo& resource : timeline.resources()) {
        if (resource.jobs.empty() || !run.begun(resource.created)) {
            continue;
        }
        ExecutorStatistics one{.executor = resource.id, .capacity = resource.capacity};
        Lengths lengths;
        for (const std::uint32_t job : resource.jobs) {
            add(timeline.jobs()[job], run, one, lengths);
        }
        one.queueing = summarize(std::move(lengths.queueing));
        one.running = summarize(std::move(lengths.running));
        if (one.capacity > 0) {
            one.utilisation = ratio(one.busy, run.now()) / static_cast<double>(one.capacity);
        }
        if (one.submitted > 0 || one.started > 0) {
            result.push_back(std::move(one));
        }
    }
    return result;
}

}  // namespace coroscope
