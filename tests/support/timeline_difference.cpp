#include "tests/support/timeline_difference.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "runtime/trace/timeline.h"
#include "tests/support/replay.h"

namespace coroscope {

namespace {

std::vector<TaskId> tasks_of(const std::vector<Replay::Entry>& entries) {
    std::vector<TaskId> result;
    for (const auto& entry : entries) {
        result.push_back(entry.task);
    }
    return result;
}

std::vector<TextId> sorted(std::vector<TextId> texts) {
    std::sort(texts.begin(), texts.end());
    return texts;
}

std::vector<TextId> texts_of(const std::vector<Replay::Entry>& entries) {
    std::vector<TextId> result;
    for (const auto& entry : entries) {
        result.push_back(entry.text);
    }
    return result;
}

/// "" or what differs.
std::string compare_tasks(const Timeline& timeline, const Replay& replay, EventIndex cursor) {
    for (TaskId id = 0; id < replay.tasks.size() + 2; ++id) {
        const Interval interval = timeline.state_at(id, cursor);
        if (id == 0 || id >= replay.tasks.size()) {
            if (interval.state != TaskState::NotYet || !timeline.await_stack(id, cursor).empty()) {
                return "task " + std::to_string(id) + " should not exist yet";
            }
            continue;
        }
        const Replay::Task& task = replay.tasks[id];
        if (interval.state != task.state || interval.reason != task.reason ||
            interval.site != task.site || interval.subject != task.subject ||
            interval.first != task.since || interval.last <= cursor) {
            return "state of task " + std::to_string(id);
        }
        std::string expected;
        for (std::size_t i = 0; i < task.frames.size() && !is_over(task.state); ++i) {
            if (i == 0 && task.frames.size() > 1 && task.frames[1].depth == 1) {
                continue;
            }
            expected += std::to_string(task.frames[i].function) + ":" +
                        std::to_string(task.frames[i].line) + " ";
        }
        std::string found;
        for (const auto& frame : timeline.await_stack(id, cursor)) {
            found += std::to_string(frame.function) + ":" + std::to_string(frame.site) + " ";
        }
        if (found != expected) {
            return "stack of task " + std::to_string(id) + ": " + found + "instead of " + expected;
        }
        std::vector<ObjectId> held;
        for (const auto& [holder, object] : replay.holds) {
            if (holder == id) {
                held.push_back(object);
            }
        }
        if (timeline.held_by(id, cursor) != held) {
            return "held by task " + std::to_string(id);
        }
    }
    return "";
}

std::string compare_resources(const Timeline& timeline, const Replay& replay, EventIndex cursor) {
    for (const auto& [id, resource] : replay.resources) {
        const std::string name = " of resource " + std::to_string(id);
        const ResourceInfo& info = *timeline.resource(id);
        if (timeline.holders_at(id, cursor) != tasks_of(resource.holds)) {
            return "holders" + name;
        }
        if (timeline.waiters_at(id, cursor) != tasks_of(resource.waits)) {
            return "waiters" + name;
        }
        if (sorted(timeline.items_at(id, cursor)) != sorted(texts_of(resource.items))) {
            return "items" + name;
        }
        if (info.level.at(cursor) != resource.level) {
            return "level" + name;
        }
        if (info.unfinished.at(cursor) != resource.unfinished) {
            return "unfinished" + name;
        }
        const auto value = timeline.value_at(id, cursor);
        if (!value || value->text != resource.value->text ||
            value->version != resource.value->version ||
            value->written != resource.value->written) {
            return "value" + name;
        }
    }
    return "";
}

std::string compare_loop(const Timeline& timeline, const Replay& replay, EventIndex cursor) {
    if (timeline.ready_at(cursor) != replay.ready ||
        timeline.ready_count().at(cursor) != static_cast<std::int64_t>(replay.ready.size())) {
        return "ready queue";
    }
    std::vector<std::pair<Nanoseconds, ObjectId>> timers;
    for (const auto& [id, timer] : replay.timers) {
        if (!timer.over) {
            timers.emplace_back(timer.deadline, id);
        }
    }
    std::sort(timers.begin(), timers.end());
    const auto found = timeline.timers_at(cursor);
    if (!std::equal(found.begin(), found.end(), timers.begin(), timers.end(),
                    [](ObjectId id, const auto& timer) { return id == timer.second; }) ||
        timeline.timer_count().at(cursor) != static_cast<std::int64_t>(timers.size())) {
        return "timers";
    }
    const auto step = timeline.step_at(cursor);
    if ((step ? *step + 1 : 0) != replay.steps) {
        return "step";
    }
    if (timeline.iteration_at(cursor) != replay.iterations) {
        return "iteration";
    }
    const EventIndex same_time = timeline.event_at_time(timeline.trace()[cursor].time);
    if (same_time < cursor || timeline.trace()[same_time].time != timeline.trace()[cursor].time) {
        return "event at time";
    }
    return "";
}

}  // namespace

std::string timeline_difference(const Trace& trace) {
    const Timeline timeline(trace);
    Replay replay(trace);
    for (EventIndex cursor = 0; cursor < trace.size(); ++cursor) {
        replay.apply(cursor);
        for (const auto part : {&compare_tasks, &compare_resources, &compare_loop}) {
            const std::string difference = (*part)(timeline, replay, cursor);
            if (!difference.empty()) {
                return "at event " + std::to_string(cursor) + ": " + difference;
            }
        }
    }
    return "";
}

}  // namespace coroscope
