#include "runtime/formats/titles.h"

namespace coroscope {

std::string task_title(const Timeline& timeline, TaskId task) {
    if (task == 0) {
        return "the loop";
    }
    const std::string_view given = timeline.task_name(task);
    return given.empty() ? "task " + std::to_string(task) : std::string(given);
}

std::string resource_title(const Timeline& timeline, const ResourceInfo& resource) {
    const std::string_view given = timeline.trace().text(resource.name);
    return given.empty() ? std::string(name_of(resource.type)) + " " + std::to_string(resource.id)
                         : std::string(given);
}

std::string waits_for_title(const Timeline& timeline, const Interval& interval) {
    if (const ResourceInfo* resource = timeline.resource(interval.subject)) {
        return resource_title(timeline, *resource);
    }
    const auto awaited = static_cast<TaskId>(interval.extra);
    const bool is_known = interval.reason == WaitReason::Task && timeline.task(awaited) != nullptr;
    return is_known ? task_title(timeline, awaited) : std::string();
}

Nanoseconds time_at(const Timeline& timeline, EventIndex event) {
    const Trace& trace = timeline.trace();
    return event < trace.size() ? trace[event].time : trace.end_time();
}

std::string DistinctTitles::distinct(std::string title, ObjectId id) {
    if (uses_[title]++ > 0) {
        title += " (object " + std::to_string(id) + ")";
    }
    return title;
}

}  // namespace coroscope
