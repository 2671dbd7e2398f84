#include "gui/model/links.h"

#include <algorithm>

namespace coroscope::gui {
namespace {

// A key has to answer within a frame, however long the run is.
static constexpr std::size_t kMostIntervals = 20'000;
constexpr EventIndex kMostEvents = 20'000;

const EventList* spans_of(const Timeline& timeline, TaskId task, ObjectId resource) {
    if (const TaskInfo* info = timeline.task(task)) {
        return &info->intervals.firsts();
    }
    const ResourceInfo* info = timeline.resource(resource);
    return info == nullptr ? nullptr : &info->events;
}

}  // namespace

std::optional<EventIndex> next_span(const Timeline& timeline, TaskId task, ObjectId resource,
                                    EventIndex cursor) {
    const EventList* const spans = spans_of(timeline, task, resource);
    const std::size_t behind = spans == nullptr ? 0 : spans->count_until(cursor);
    return spans == nullptr || behind >= spans->size() ? std::nullopt
                                                       : std::optional((*spans)[behind]);
}

std::optional<EventIndex> previous_span(const Timeline& timeline, TaskId task, ObjectId resource,
                                        EventIndex cursor) {
    const EventList* const spans = spans_of(timeline, task, resource);
    if (spans == nullptr || cursor == 0) {
        return std::nullopt;
    }
    const std::size_t before = spans->count_until(cursor - 1);
    return before == 0 ? std::nullopt : std::optional((*spans)[before - 1]);
}

std::optional<WakeUp> waker_of(const Timeline& timeline, TaskId task, EventIndex cursor) {
    return timeline.woken_by(task, cursor);
}

std::optional<WakeUp> next_woken(const Timeline& timeline, TaskId task, EventIndex cursor) {
    const TaskInfo* const info = timeline.task(task);
    if (info == nullptr) {
        return std::nullopt;
    }
    // A task wakes others in its steps, and by its end.
    const Intervals& intervals = info->intervals;
    const std::size_t begun = intervals.begun_until(cursor);
    const std::size_t first = begun == 0 ? 0 : begun - 1;
    const std::size_t last = std::min(intervals.size(), first + kMostIntervals);
    for (std::size_t i = first; i < last; ++i) {
        const TaskState state = intervals.state(i);
        if (state != TaskState::Running && !is_over(state)) {
            continue;
        }
        const Interval interval = intervals[i];
        const EventIndex from = std::max(interval.first, cursor + 1);
        const EventIndex until = std::min(interval.last, from + kMostEvents);
        if (from < until) {
            const auto found = timeline.wakeups_by(task, from, until);
            if (!found.empty()) {
                return found.front();
            }
        }
    }
    return std::nullopt;
}

}  // namespace coroscope::gui
