#include "runtime/analysis/statistics.h"

#include <algorithm>

#include "runtime/analysis/time_math.h"

namespace coroscope {
namespace {

void add(TaskStatistics& statistics, TaskState state, Nanoseconds time) {
    switch (state) {
    case TaskState::Created:
    case TaskState::Ready: statistics.ready += time; break;
    case TaskState::Running: statistics.running += time; break;
    case TaskState::Sleeping: statistics.sleeping += time; break;
    case TaskState::Waiting: statistics.waiting += time; break;
    case TaskState::NotYet:
    case TaskState::Finished:
    case TaskState::Failed:
    case TaskState::Cancelled:
    case TaskState::Abandoned: break;
    }
}

TaskStatistics of_task(const TaskInfo& task, EventIndex cursor, Nanoseconds now) {
    TaskStatistics statistics{.task = task.id};
    for (const Interval& interval : task.intervals) {
        if (interval.first > cursor) {
            break;
        }
        const Nanoseconds end = interval.last > cursor ? now : interval.end;
        add(statistics, interval.state, detail::span(interval.begin, end));
        statistics.final_state = interval.state;
    }
    return statistics;
}

}  // namespace

RunStatistics statistics(const Timeline& timeline, EventIndex cursor) {
    RunStatistics result;
    const Trace& trace = timeline.trace();
    if (trace.empty()) {
        return result;
    }
    cursor = std::min(cursor, trace.size() - 1);
    const Nanoseconds now = trace[cursor].time;
    result.virtual_time = now;
    result.events = cursor + 1;
    result.iterations = timeline.iteration_at(cursor);
    for (const TaskInfo& task : timeline.tasks()) {
        result.tasks.push_back(of_task(task, cursor, now));
    }
    for (const Step& step : timeline.steps()) {
        if (step.first > cursor) {
            break;
        }
        const bool open = step.last > cursor || step.last == step.first;
        result.longest_step =
            std::max(result.longest_step, detail::span(step.begin, open ? now : step.end));
        ++result.steps;
        if (step.task >= 1 && step.task <= result.tasks.size()) {
            ++result.tasks[step.task - 1].steps;
        }
    }
    return result;
}

}  // namespace coroscope
