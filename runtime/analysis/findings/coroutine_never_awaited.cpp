// Coroutine never awaited: a coroutine was made and dropped, so that none of its code ran. The
// trace has the loop's report; where it was made is told by the lines between which its task stood.

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

#include "runtime/analysis/finding.h"
#include "runtime/analysis/finding_parts.h"
#include "runtime/analysis/words.h"

namespace coroscope {
namespace {

/// The lines that the task left its last trace on before, and after, it dropped the coroutine.
struct Place {
    SiteId before = 0;
    SiteId after = 0;
    friend auto operator<=>(const Place&, const Place&) = default;
};

bool is_own_line(const TraceEvent& event) {
    return event.site != 0 && event.kind != EventKind::TaskCreated &&
           event.kind != EventKind::TaskReady && event.kind != EventKind::TaskCancelRequested;
}

Place place(const Timeline& timeline, EventIndex report) {
    Place found;
    const Trace& trace = timeline.trace();
    const TaskInfo* task = timeline.task(trace[report].task);
    if (task == nullptr) {
        return found;
    }
    const auto here = std::ranges::lower_bound(task->events, report);
    for (auto it = here; it != task->events.begin() && found.before == 0;) {
        --it;
        found.before = is_own_line(trace[*it]) ? trace[*it].site : SiteId{0};
    }
    for (auto it = here; it != task->events.end() && found.after == 0; ++it) {
        found.after = is_own_line(trace[*it]) ? trace[*it].site : SiteId{0};
    }
    return found;
}

/// "coroutine 'fetch' was never awaited" names it in quotes.
std::string_view function_of(std::string_view report) {
    const std::size_t begin = report.find('\'');
    const std::size_t end = report.rfind('\'');
    return begin == std::string_view::npos || end <= begin + 1
               ? report
               : report.substr(begin + 1, end - begin - 1);
}

Message advice(const Timeline& timeline, const Place& place) {
    const detail::Words words(timeline);
    const Site before = timeline.trace().site(place.before);
    const Site after = timeline.trace().site(place.after);
    const std::vector arguments{words.line("from", place.before), words.line("to", place.after)};
    const bool in_order = before.file == after.file && before.line < after.line;
    if (place.before != 0 && (place.after == 0 || !in_order)) {
        return {"finding.coroutine-never-awaited.advice.after", arguments};
    }
    if (place.after != 0) {
        return {place.before == 0 ? "finding.coroutine-never-awaited.advice.before"
                                  : "finding.coroutine-never-awaited.advice.between",
                arguments};
    }
    return {"finding.coroutine-never-awaited.advice"};
}

struct Group {
    TaskId task = 0;
    Place place;
    std::vector<EventIndex> reports;
};

Finding finding(const Timeline& timeline, const Group& group) {
    const detail::Words words(timeline);
    const EventIndex first = group.reports.front();
    const std::string_view function = function_of(words.text(timeline.trace()[first].b));
    Finding result{.kind = "coroutine-never-awaited", .severity = Severity::Warning};
    result.statement = {
        group.reports.size() == 1 ? "finding.coroutine-never-awaited.what"
                                  : "finding.coroutine-never-awaited.several",
        {words.subject("task", group.task), code_arg("function", function.empty() ? "?" : function),
         number_arg("count", std::ssize(group.reports))}};
    result.explanation = {"finding.coroutine-never-awaited.why"};
    result.advice = advice(timeline, group.place);
    result.at = first;
    result.events = group.reports;
    if (result.events.size() > detail::kMostEvidence) {
        result.events.resize(detail::kMostEvidence);
    }
    if (timeline.task(group.task) != nullptr) {
        result.tasks.push_back(group.task);
    }
    detail::add_site(group.place.before, result);
    detail::add_site(group.place.after, result);
    return result;
}

}  // namespace

std::vector<Finding> find_coroutines_never_awaited(const Timeline& timeline,
                                                   const FindingOptions&) {
    std::map<std::tuple<TaskId, TextId, Place>, Group> groups;
    const Trace& trace = timeline.trace();
    for (EventIndex i = 0; i < trace.size(); ++i) {
        const TraceEvent& event = trace[i];
        if (event.kind == EventKind::LoopReport &&
            static_cast<Report>(event.detail) == Report::NeverAwaited) {
            const Place where = place(timeline, i);
            Group& group = groups[{event.task, event.b, where}];
            group.task = event.task;
            group.place = where;
            group.reports.push_back(i);
        }
    }
    std::vector<Finding> findings;
    for (const auto& [key, group] : groups) {
        findings.push_back(finding(timeline, group));
    }
    std::ranges::stable_sort(findings, {}, &Finding::at);
    return findings;
}

}  // namespace coroscope
