#include "runtime/analysis/finding_parts.h"

#include <algorithm>

namespace coroscope::detail {

void TasksByLine::add(const TaskInfo& task) {
    const auto [place, is_new] = places_.try_emplace({task.site, task.function}, groups_.size());
    if (is_new) {
        groups_.emplace_back();
    }
    groups_[place->second].push_back(task.id);
}

void add_tasks(const Timeline& timeline, const std::vector<TaskId>& tasks, Finding& finding) {
    for (const TaskId id : tasks) {
        const TaskInfo& task = *timeline.task(id);
        if (finding.tasks.size() >= kMostEvidence) {
            break;
        }
        finding.tasks.push_back(id);
        finding.events.push_back(task.created);
        if (task.ended != kNoEvent) {
            finding.events.push_back(task.ended);
        }
        add_site(task.site, finding);
    }
    const TaskInfo& first = *timeline.task(tasks.front());
    finding.at = first.ended != kNoEvent ? first.ended : first.created;
    std::ranges::sort(finding.events);
}

void add_site(SiteId site, Finding& finding) {
    if (site != 0 && std::ranges::find(finding.sites, site) == finding.sites.end()) {
        finding.sites.push_back(site);
    }
}

}  // namespace coroscope::detail
