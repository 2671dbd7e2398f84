// Swallowed cancellation: a task was asked to stop, got its CancelledError, and went on: it stands
// at the same await again, or it returned as if nobody had asked. cancellations.h says what is
// none.
//
// Requests that the run makes itself when main is over belong to hang-at-shutdown and task-leak.

#include <algorithm>

#include "runtime/analysis/cancellations.h"
#include "runtime/analysis/finding.h"
#include "runtime/analysis/finding_parts.h"
#include "runtime/analysis/shutdown.h"
#include "runtime/analysis/words.h"

namespace coroscope {
namespace {

Finding finding(const Timeline& timeline, const TaskInfo& task, const detail::Swallowed& found) {
    const detail::Words words(timeline);
    const bool went_on = found.again != kNoEvent;
    const std::vector<Argument> arguments{words.subject("task", task.id),
                                          words.task("requester", found.requester),
                                          words.line("line", found.site)};
    Finding result{.kind = "swallowed-cancellation",
                   .severity = went_on ? Severity::Warning : Severity::Info};
    result.statement = {went_on ? "finding.swallowed-cancellation.went_on"
                                : "finding.swallowed-cancellation.returned",
                        arguments};
    result.explanation = {went_on ? "finding.swallowed-cancellation.why.went_on"
                                  : "finding.swallowed-cancellation.why.returned"};
    result.advice = {"finding.swallowed-cancellation.advice", arguments};
    result.at = went_on ? found.again : found.finished;
    result.events = {found.request, result.at};
    result.tasks.push_back(task.id);
    if (timeline.task(found.requester) != nullptr && found.requester != task.id) {
        result.tasks.push_back(found.requester);
    }
    detail::add_site(found.site, result);
    return result;
}

}  // namespace

std::vector<Finding> find_swallowed_cancellations(const Timeline& timeline, const FindingOptions&) {
    const auto shutdown = detail::shutdown_of(timeline);
    const EventIndex until = shutdown ? shutdown->main_over : timeline.trace().size();
    const std::vector<TaskId> keep_the_run = detail::never_ending(timeline).tasks;
    std::vector<Finding> findings;
    for (const TaskInfo& task : timeline.tasks()) {
        const auto found = detail::swallowed(timeline, task, 0, until);
        if (found && std::ranges::find(keep_the_run, task.id) == keep_the_run.end()) {
            findings.push_back(finding(timeline, task, *found));
        }
    }
    std::ranges::stable_sort(findings, {}, &Finding::at);
    return findings;
}

}  // namespace coroscope
