#include "runtime/analysis/handles.h"

#include <algorithm>

namespace coroscope::detail {
namespace {

/// What happens between two handles, or at the end of one that is a task's or a job's.
bool divides(EventKind kind) {
    return kind == EventKind::LoopIteration || kind == EventKind::TaskResumed ||
           kind == EventKind::TaskSuspended || kind == EventKind::TaskFinished ||
           kind == EventKind::TaskFailed || kind == EventKind::TaskCancelled ||
           kind == EventKind::JobFinished || kind == EventKind::RunEnded;
}

}  // namespace

Handles::Cause Handles::cause_of(EventIndex event) {
    const Trace& trace = timeline_.trace();
    for (EventIndex i = std::min(event, trace.size()); i-- > 0 && !divides(trace[i].kind);) {
        Cause cause{.begun = i};
        // A callback of call_later runs right behind the firing of its timer.
        const bool timed = trace[i].kind == EventKind::CallbackRun && i > 0 &&
                           trace[i - 1].kind == EventKind::TimerFired;
        if (trace[i].kind == EventKind::TimerFired || timed) {
            if (const auto timer = timeline_.timer(trace[timed ? i - 1 : i].subject)) {
                cause.timer = *timer;
            }
            return cause.timer && cause.timer->set < i ? cause : Cause{};
        }
        if (trace[i].kind == EventKind::CallbackRun) {
            cause.scheduled = scheduled(trace[i]);
            return cause.scheduled < i ? cause : Cause{};
        }
    }
    return {};
}

EventIndex Handles::scheduled(const TraceEvent& callback) {
    const Trace& trace = timeline_.trace();
    if (!scheduled_) {
        scheduled_.emplace();
        for (EventIndex i = 0; i < trace.size();) {
            for (const TraceEvent& event : trace.run_at(i)) {
                if (event.kind == EventKind::CallbackScheduled) {
                    scheduled_->try_emplace(event.subject, i);
                }
                ++i;
            }
        }
    }
    const auto found = scheduled_->find(callback.subject);
    return found == scheduled_->end() ? kNoEvent : found->second;
}

}  // namespace coroscope::detail
