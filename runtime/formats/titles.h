// Titles: what exports call tasks and resources. Never empty, whatever a trace says.
#pragma once

#include <map>
#include <string>

#include "runtime/trace/timeline.h"

namespace coroscope {

/// "worker-1", "task 7" if it has no name, "the loop" for 0.
[[nodiscard]] std::string task_title(const Timeline& timeline, TaskId task);
/// "jobs", "queue 3" if it has no name.
[[nodiscard]] std::string resource_title(const Timeline& timeline, const ResourceInfo& resource);
/// What an interval waits for: a resource, or a task; "" if that is nothing or not known.
[[nodiscard]] std::string waits_for_title(const Timeline& timeline, const Interval& interval);

/// The virtual time of an event; of one that the trace does not have (kNoEvent, the end of what is
/// still open) the trace's end.
[[nodiscard]] Nanoseconds time_at(const Timeline& timeline, EventIndex event);

/// Tells titles apart where viewers merge what has one name: "jobs", "jobs (object 4)".
class DistinctTitles {
public:
    [[nodiscard]] std::string distinct(std::string title, ObjectId id);

private:
    std::map<std::string, int> uses_;
};

}  // namespace coroscope
