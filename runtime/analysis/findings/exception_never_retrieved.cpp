// Exception never retrieved: a task or future failed and was dropped before anybody looked at it.
// Tasks of one line are one finding, and futures with the same words.

#include <algorithm>
#include <map>

#include "runtime/analysis/finding.h"
#include "runtime/analysis/finding_parts.h"
#include "runtime/analysis/words.h"

namespace coroscope {
namespace {

/// "Type: message" of a task that failed, 0 if it did not.
TextId error_of(const Timeline& timeline, const TaskInfo& task) {
    const Trace& trace = timeline.trace();
    const bool failed =
        task.ended < trace.size() && trace[task.ended].kind == EventKind::TaskFailed;
    return failed ? trace[task.ended].b : TextId{0};
}

Finding of_tasks(const Timeline& timeline, const std::vector<TaskId>& tasks) {
    const detail::Words words(timeline);
    const TaskInfo& first = *timeline.task(tasks.front());
    const std::vector<Argument> arguments{words.tasks("tasks", tasks),
                                          words.code("error", error_of(timeline, first)),
                                          words.line("line", first.site)};
    Finding result{.kind = "exception-never-retrieved", .severity = Severity::Error};
    result.statement = {"finding.exception-never-retrieved.what", arguments};
    result.explanation = {"finding.exception-never-retrieved.why"};
    result.advice = {"finding.exception-never-retrieved.advice", arguments};
    for (const TaskId id : tasks) {
        const TaskInfo& task = *timeline.task(id);
        if (error_of(timeline, task) != 0) {
            detail::add_site(timeline.trace()[task.ended].site, result);
        }
    }
    detail::add_tasks(timeline, tasks, result);
    return result;
}

Finding of_futures(const Timeline& timeline, const std::vector<EventIndex>& reports) {
    const detail::Words words(timeline);
    // "Future exception was never retrieved: Type: message"
    std::string_view text = words.text(timeline.trace()[reports.front()].b);
    const std::size_t colon = text.find(": ");
    text = colon == std::string_view::npos ? text : text.substr(colon + 2);
    Finding result{.kind = "exception-never-retrieved", .severity = Severity::Error};
    result.statement = {
        "finding.exception-never-retrieved.future",
        {number_arg("count", std::ssize(reports)), code_arg("error", text.empty() ? "?" : text)}};
    result.explanation = {"finding.exception-never-retrieved.why"};
    result.advice = {"finding.exception-never-retrieved.advice.future"};
    result.at = reports.front();
    result.events.assign(
        reports.begin(),
        reports.begin() + std::min<std::ptrdiff_t>(std::ssize(reports), detail::kMostEvidence));
    return result;
}

}  // namespace

std::vector<Finding> find_exceptions_never_retrieved(const Timeline& timeline,
                                                     const FindingOptions&) {
    detail::TasksByLine tasks;
    std::map<TextId, std::vector<EventIndex>> futures;
    const Trace& trace = timeline.trace();
    for (EventIndex i = 0; i < trace.size(); ++i) {
        const TraceEvent& event = trace[i];
        if (event.kind != EventKind::LoopReport ||
            static_cast<Report>(event.detail) != Report::NeverRetrieved) {
            continue;
        }
        if (const TaskInfo* task = timeline.task(event.task)) {
            tasks.add(*task);
        } else {
            futures[event.b].push_back(i);
        }
    }
    std::vector<Finding> findings;
    for (const std::vector<TaskId>& same_line : tasks.all()) {
        findings.push_back(of_tasks(timeline, same_line));
    }
    for (const auto& [words, reports] : futures) {
        findings.push_back(of_futures(timeline, reports));
    }
    std::ranges::stable_sort(findings, {}, &Finding::at);
    return findings;
}

}  // namespace coroscope
