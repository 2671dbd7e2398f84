#include "gui/model/links.h"

#include <algorithm>

namespace coroscope::gui {
namespace {

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
    // In pieces that double: the next one is near, as a rule.
    const EventIndex size = timeline.trace().size();
    EventIndex first = cursor + 1;
    for (EventIndex length = 1024; first < size; length *= 2) {
        const EventIndex last = first + std::min(length, size - first);
        const auto found = timeline.wakeups_by(task, first, last);
        if (!found.empty()) {
            return found.front();
        }
        first = last;
    }
    return std::nullopt;
}

}  // namespace coroscope::gui
