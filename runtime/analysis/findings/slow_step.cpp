// Slow step: a task's step, or a callback, computed for longer than the threshold. One that spent
// most of its time in blocking calls is a blocking-call instead.

#include <algorithm>

#include "runtime/analysis/finding.h"
#include "runtime/analysis/kept_loop.h"

namespace coroscope {
namespace {

Finding finding(const Timeline& timeline, const detail::TurnGroup& group) {
    const detail::Words words(timeline);
    const Trace& trace = timeline.trace();
    const bool computes = group.cause < trace.size() &&
                          static_cast<PassedBy>(trace[group.cause].detail) == PassedBy::Busy;
    const Argument line = words.line("line", detail::site_of_event(timeline, group.cause));
    Finding result = detail::kept_loop(
        timeline, group, "slow-step", Severity::Warning,
        Message(computes ? "finding.slow-step.computed" : "finding.slow-step.took",
                {detail::turn_subject(timeline, group.longest),
                 duration_arg("time", group.longest.duration()), line}));
    result.advice = computes ? Message("finding.slow-step.advice.computed", {line})
                             : Message("finding.slow-step.advice.took");
    return result;
}

}  // namespace

std::vector<Finding> find_slow_steps(const Timeline& timeline, const FindingOptions& options) {
    detail::TurnGroups groups(timeline);
    for (const detail::Turn& turn : detail::loop_turns(timeline)) {
        if (turn.duration() >= options.slow_step && !turn.blocks()) {
            groups.add(turn, turn.cause);
        }
    }
    std::vector<Finding> findings;
    for (const detail::TurnGroup& group : groups.all()) {
        findings.push_back(finding(timeline, group));
    }
    std::ranges::stable_sort(findings, {}, &Finding::at);
    return findings;
}

}  // namespace coroscope
