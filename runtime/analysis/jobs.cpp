#include "runtime/analysis/jobs.h"

#include <algorithm>
#include <map>

namespace coroscope {
namespace {

void add_jobs(const Trace& trace, const ResourceInfo& executor, std::vector<Job>& jobs) {
    std::map<std::int64_t, std::size_t> by_number;
    for (const EventIndex index : executor.events) {
        const TraceEvent& event = trace[index];
        if (event.kind == EventKind::JobSubmitted) {
            if (by_number.try_emplace(event.a, jobs.size()).second) {
                jobs.push_back({.executor = executor.id,
                                .number = event.a,
                                .name = event.b,
                                .task = event.task,
                                .submitted = index});
            }
            continue;
        }
        if (event.kind != EventKind::JobStarted && event.kind != EventKind::JobFinished) {
            continue;
        }
        const auto found = by_number.find(event.a);
        if (found == by_number.end()) {
            continue;
        }
        Job& job = jobs[found->second];
        if (event.kind == EventKind::JobStarted && job.started == kNoEvent) {
            job.started = index;
            job.worker = event.detail;
        } else if (event.kind == EventKind::JobFinished && job.started != kNoEvent &&
                   job.finished == kNoEvent) {
            job.finished = index;
            job.failed = event.b != 0;
        }
    }
}

}  // namespace

Jobs::Jobs(const Timeline& timeline) {
    for (const ResourceInfo& resource : timeline.resources()) {
        if (resource.type == ResourceType::Executor) {
            add_jobs(timeline.trace(), resource, jobs_);
        }
    }
    std::ranges::sort(jobs_, {}, &Job::submitted);
}

const Job* Jobs::of_future(const Timeline& timeline, ObjectId future) const {
    const ResourceInfo* info = timeline.resource(future);
    if (info == nullptr || info->type != ResourceType::Future) {
        return nullptr;
    }
    const auto job = std::ranges::lower_bound(jobs_, info->created + 1, {}, &Job::submitted);
    const bool is_its = job != jobs_.end() && job->submitted == info->created + 1 &&
                        timeline.trace().text(job->name) == timeline.trace().text(info->name);
    return is_its ? &*job : nullptr;
}

}  // namespace coroscope
