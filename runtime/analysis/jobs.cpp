#include "runtime/analysis/jobs.h"

namespace coroscope::detail {

const JobInfo* job_of_future(const Timeline& timeline, ObjectId future) {
    const ResourceInfo* info = timeline.resource(future);
    const Trace& trace = timeline.trace();
    if (info == nullptr || info->type != ResourceType::Future ||
        info->created + 1 >= trace.size()) {
        return nullptr;
    }
    const EventIndex next = info->created + 1;
    const JobInfo* job = trace[next].kind == EventKind::JobSubmitted
                             ? timeline.job(trace[next].subject, trace[next].a)
                             : nullptr;
    const bool is_its =
        job != nullptr && job->submitted == next && trace.text(job->name) == trace.text(info->name);
    return is_its ? job : nullptr;
}

}  // namespace coroscope::detail
