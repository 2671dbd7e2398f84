#include "runtime/analysis/distributions.h"

#include <utility>
#include <vector>

#include "runtime/analysis/prefix.h"

namespace coroscope {

Distributions distributions(const Timeline& timeline, EventIndex cursor) {
    if (timeline.trace().empty()) {
        return {};
    }
    const detail::Prefix run(timeline, cursor);
    std::vector<Nanoseconds> steps;
    std::vector<Nanoseconds> delays;
    for (const TaskInfo& task : timeline.tasks()) {
        for (const Interval& interval : task.intervals) {
            if (!run.begun(interval.first)) {
                break;
            }
            if (interval.state == TaskState::Running) {
                steps.push_back(run.length(interval));
            } else if (interval.state == TaskState::Created || interval.state == TaskState::Ready) {
                delays.push_back(run.length(interval));
            }
        }
    }
    return {.steps = summarize(std::move(steps)), .ready_delays = summarize(std::move(delays))};
}

}  // namespace coroscope
