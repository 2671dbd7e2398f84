#include "runtime/formats/wake_arrows.h"

namespace coroscope {

TaskId waker_of(const Timeline& timeline, const TraceEvent& event) {
    const std::int64_t waker = event.kind == EventKind::TaskCreated ? event.subject : event.a;
    const bool is_task = waker > 0 && waker <= std::int64_t{~TaskId{0}} &&
                         timeline.task(static_cast<TaskId>(waker)) != nullptr;
    return is_task ? static_cast<TaskId>(waker) : 0;
}

std::vector<WakeArrow> wake_arrows(const Timeline& timeline) {
    std::vector<WakeArrow> arrows;
    for (const TaskInfo& task : timeline.tasks()) {
        for (std::size_t i = 0; i + 1 < task.intervals.size(); ++i) {
            const EventIndex cause = task.intervals[i].woken_by;
            if (cause == kNoEvent || task.intervals[i + 1].state != TaskState::Running) {
                continue;
            }
            const TaskId waker = waker_of(timeline, timeline.trace()[cause]);
            if (waker != 0 && timeline.state_at(waker, cause).state == TaskState::Running) {
                arrows.push_back({.cause = cause,
                                  .waker = waker,
                                  .woken = task.id,
                                  .resumed = task.intervals[i + 1].first});
            }
        }
    }
    return arrows;
}

}  // namespace coroscope
