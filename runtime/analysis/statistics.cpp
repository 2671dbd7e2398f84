#include "runtime/analysis/statistics.h"

#include <algorithm>

#include "runtime/analysis/prefix.h"

namespace coroscope {
namespace {

using detail::plus;
using detail::Prefix;

void add_wait(TaskStatistics& statistics, WaitReason reason, Nanoseconds time) {
    auto at = std::ranges::lower_bound(statistics.waits, reason, {}, &WaitTotal::reason);
    if (at == statistics.waits.end() || at->reason != reason) {
        at = statistics.waits.insert(at, {.reason = reason});
    }
    ++at->count;
    at->total = plus(at->total, time);
    at->longest = std::max(at->longest, time);
}

void add(TaskStatistics& statistics, const Interval& interval, Nanoseconds time) {
    switch (interval.state) {
    case TaskState::Created:
    case TaskState::Ready:
        statistics.ready = plus(statistics.ready, time);
        statistics.longest_ready = std::max(statistics.longest_ready, time);
        if (interval.state == TaskState::Ready && interval.woken_by != kNoEvent) {
            ++statistics.wakeups;
        }
        break;
    case TaskState::Running: statistics.running = plus(statistics.running, time); break;
    case TaskState::Sleeping:
        statistics.sleeping = plus(statistics.sleeping, time);
        add_wait(statistics, interval.reason, time);
        break;
    case TaskState::Waiting:
        statistics.waiting = plus(statistics.waiting, time);
        add_wait(statistics, interval.reason, time);
        break;
    case TaskState::NotYet:
    case TaskState::Finished:
    case TaskState::Failed:
    case TaskState::Cancelled:
    case TaskState::Abandoned: break;
    }
}

TaskStatistics of_task(const TaskInfo& task, const Prefix& run) {
    TaskStatistics statistics{.task = task.id};
    for (const Interval& interval : task.intervals) {
        if (!run.begun(interval.first)) {
            break;
        }
        add(statistics, interval, run.length(interval));
        statistics.final_state = interval.state;
    }
    return statistics;
}

void add_steps(const Timeline& timeline, const Prefix& run, RunStatistics& result) {
    Nanoseconds busy_until = 0;  // steps of several threads overlap
    for (const Step& step : timeline.steps()) {
        if (!run.begun(step.first)) {
            break;
        }
        const bool open = step.last > run.cursor() || step.last == step.first;
        const Nanoseconds length = detail::span(step.begin, open ? run.now() : step.end);
        if (length > result.longest_step || result.steps == 0) {
            result.longest_step = length;
            result.longest_step_task = step.task;
        }
        result.busy = plus(
            result.busy, detail::span(std::max(step.begin, busy_until), plus(step.begin, length)));
        busy_until = std::max(busy_until, plus(step.begin, length));
        ++result.steps;
        if (step.task >= 1 && step.task <= result.tasks.size()) {
            TaskStatistics& task = result.tasks[step.task - 1];
            ++task.steps;
            task.longest_step = std::max(task.longest_step, length);
        }
    }
}

/// What callbacks take: they are no steps.
Nanoseconds time_in_callbacks(const Trace& trace, EventIndex cursor) {
    Nanoseconds total = 0;
    for (EventIndex i = 0; i <= cursor;) {
        for (const TraceEvent& event : trace.run_at(i)) {
            if (i++ <= cursor && event.kind == EventKind::TimePassed && event.task == 0) {
                total = plus(total, std::max<Nanoseconds>(event.a, 0));
            }
        }
    }
    return total;
}

}  // namespace

double ratio(Nanoseconds part, Nanoseconds whole) {
    return whole <= 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

double RunStatistics::ready_mean() const { return ratio(ready_area, virtual_time); }

RunStatistics statistics(const Timeline& timeline, EventIndex cursor) {
    RunStatistics result;
    if (timeline.trace().empty()) {
        return result;
    }
    const Prefix run(timeline, cursor);
    result.virtual_time = run.now();
    result.events = run.cursor() + 1;
    result.iterations = timeline.iteration_at(run.cursor());
    result.tasks.reserve(timeline.tasks().size());
    for (const TaskInfo& task : timeline.tasks()) {
        result.tasks.push_back(of_task(task, run));
    }
    add_steps(timeline, run, result);
    result.busy = plus(result.busy, time_in_callbacks(timeline.trace(), run.cursor()));
    result.idle = detail::span(result.busy, result.virtual_time);
    const auto ready = detail::counter_figures(timeline.ready_count(), run, kNoEvent, 0);
    result.ready_area = ready.area;
    result.ready_most = ready.maximum;
    return result;
}

}  // namespace coroscope
