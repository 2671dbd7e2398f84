// What several kinds of findings about tasks share: tasks that were created at one line are told
// together, with the events that show it.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "runtime/analysis/finding.h"

namespace coroscope::detail {

/// A finding lists no more events and tasks than this as evidence.
inline constexpr std::size_t kMostEvidence = 100;

class TasksByLine {
public:
    void add(const TaskInfo& task);
    /// The tasks of each line and coroutine function, by their first task.
    [[nodiscard]] const std::vector<std::vector<TaskId>>& all() const { return groups_; }

private:
    std::map<std::pair<SiteId, TextId>, std::size_t> places_;
    std::vector<std::vector<TaskId>> groups_;
};

/// Adds the tasks, the lines at which they were created and the events at which each was created
/// and ended; `at` becomes the end of the first that ended, or its creation.
void add_tasks(const Timeline& timeline, const std::vector<TaskId>& tasks, Finding& finding);

/// Once each, in the order given.
void add_site(SiteId site, Finding& finding);

}  // namespace coroscope::detail
