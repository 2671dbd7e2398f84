#include "runtime/analysis/evidence.h"

namespace coroscope::detail {

void add_event(const Timeline& timeline, EventIndex event, Finding& finding) {
    if (event >= timeline.trace().size() || finding.events.size() >= kMostEvidence) {
        return;
    }
    const TraceEvent& what = timeline.trace()[event];
    finding.events.push_back(event);
    add_once(finding.tasks, what.task);
    add_once(finding.sites, what.site);
}

void sort_events(Finding& finding) {
    std::ranges::sort(finding.events);
    finding.events.erase(std::ranges::unique(finding.events).begin(), finding.events.end());
}

}  // namespace coroscope::detail
