// Slow step: a task kept the loop for longer than the threshold, by a blocking call or by
// computing.

#include <algorithm>
#include <map>
#include <optional>

#include "runtime/analysis/finding.h"
#include "runtime/analysis/late_tasks.h"
#include "runtime/analysis/words.h"

namespace coroscope {
namespace {

using detail::Words;

// Steps of one task that are slow at the same line: one finding, or a loop would give hundreds.
struct Group {
    Step longest;
    EventIndex cause = kNoEvent;  // the longest TimePassed of the longest step
    std::int64_t count = 0;
    std::vector<EventIndex> events;
};
constexpr std::size_t kMostEvidence = 100;

EventIndex longest_time_passed(const Trace& trace, const Step& step) {
    EventIndex cause = kNoEvent;
    for (EventIndex i = step.first; i <= step.last && i < trace.size(); ++i) {
        if (trace[i].kind == EventKind::TimePassed &&
            (cause == kNoEvent || trace[i].a > trace[cause].a)) {
            cause = i;
        }
    }
    return cause;
}

PassedBy passed_by(const Trace& trace, EventIndex cause) {
    return cause == kNoEvent ? PassedBy::None : static_cast<PassedBy>(trace[cause].detail);
}

SiteId site_of(const Trace& trace, EventIndex cause) {
    return cause == kNoEvent ? SiteId{0} : trace[cause].site;
}

Message what(const Timeline& timeline, const Step& step, EventIndex cause) {
    const Words words(timeline);
    std::vector<Argument> arguments{words.subject("task", step.task),
                                    duration_arg("time", step.duration()),
                                    words.line("line", site_of(timeline.trace(), cause))};
    switch (passed_by(timeline.trace(), cause)) {
    case PassedBy::Blocking: return {"finding.slow-step.blocked", std::move(arguments)};
    case PassedBy::Busy: return {"finding.slow-step.computed", std::move(arguments)};
    case PassedBy::None:
    case PassedBy::StepCost: break;
    }
    return {"finding.slow-step.took", std::move(arguments)};
}

Message consequence(const Timeline& timeline, const Group& group,
                    const std::vector<detail::LateTask>& late) {
    if (!late.empty()) {
        return {"finding.slow-step.late", {detail::late_arg(timeline, late)}};
    }
    // Who is ready when the time has passed was ready while it passed.
    const EventIndex then = group.cause != kNoEvent ? group.cause : group.longest.first;
    const std::int64_t ready = timeline.ready_count().at(then);
    if (ready > 0) {
        return {"finding.slow-step.ready", {number_arg("count", ready)}};
    }
    return {"finding.slow-step.nobody", {}};
}

Message advice(const Timeline& timeline, EventIndex cause) {
    const std::vector arguments{Words(timeline).line("line", site_of(timeline.trace(), cause))};
    switch (passed_by(timeline.trace(), cause)) {
    case PassedBy::Blocking: return {"finding.slow-step.advice.blocked", arguments};
    case PassedBy::Busy: return {"finding.slow-step.advice.computed", arguments};
    case PassedBy::None:
    case PassedBy::StepCost: break;
    }
    return {"finding.slow-step.advice.took", {}};
}

Finding finding(const Timeline& timeline, const Group& group) {
    const Step& step = group.longest;
    const auto late = detail::late_tasks(
        timeline, {.task = step.task, .begin = step.begin, .end = step.end, .last = step.last});
    Finding result{.kind = "slow-step", .severity = Severity::Warning};
    result.statement = {group.count > 1 ? "finding.slow-step.repeated" : "finding.slow-step.once",
                        {message_arg("what", what(timeline, step, group.cause)),
                         message_arg("then", consequence(timeline, group, late)),
                         number_arg("count", group.count)}};
    result.explanation = {"finding.slow-step.why"};
    result.advice = advice(timeline, group.cause);
    result.at = step.last;
    result.events = group.events;
    std::ranges::sort(result.events);
    result.tasks.push_back(step.task);
    for (const detail::LateTask& one : late) {
        result.tasks.push_back(one.task);
    }
    if (const SiteId site = site_of(timeline.trace(), group.cause); site != 0) {
        result.sites.push_back(site);
    }
    return result;
}

}  // namespace

std::vector<Finding> find_slow_steps(const Timeline& timeline, const FindingOptions& options) {
    std::map<std::pair<TaskId, SiteId>, Group> groups;
    for (const Step& step : timeline.steps()) {
        if (step.duration() < options.slow_step) {
            continue;
        }
        const EventIndex cause = longest_time_passed(timeline.trace(), step);
        Group& group = groups[{step.task, site_of(timeline.trace(), cause)}];
        ++group.count;
        if (group.count == 1 || step.duration() > group.longest.duration()) {
            group.longest = step;
            group.cause = cause;
        }
        if (group.events.size() < kMostEvidence) {
            group.events.push_back(step.first);
            if (cause != kNoEvent) {
                group.events.push_back(cause);
            }
            group.events.push_back(step.last);
        }
    }
    std::vector<Finding> findings;
    for (const auto& [place, group] : groups) {
        findings.push_back(finding(timeline, group));
    }
    std::ranges::stable_sort(findings, {}, &Finding::at);
    return findings;
}

}  // namespace coroscope
