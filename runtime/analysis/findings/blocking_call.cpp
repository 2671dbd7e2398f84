// Blocking call: a task's step, or a callback, waited inside the loop (time.sleep, a synchronous
// request) instead of awaiting, and somebody had to wait with it. Calls that hurt nobody count once
// they are as long as a slow step.

#include <algorithm>

#include "runtime/analysis/finding.h"
#include "runtime/analysis/kept_loop.h"

namespace coroscope {
namespace {

bool hurts(const Timeline& timeline, const detail::Turn& turn, const FindingOptions& options) {
    return turn.duration() >= options.slow_step ||
           (turn.blocked >= options.blocking_call && detail::harm(timeline, turn).any());
}

Finding finding(const Timeline& timeline, const detail::TurnGroup& group) {
    const Argument line =
        detail::Words(timeline).line("line", detail::site_of_event(timeline, group.cause));
    Finding result = detail::kept_loop(
        timeline, group, "blocking-call", Severity::Warning,
        Message("finding.blocking-call.what", {detail::turn_subject(timeline, group.longest),
                                               duration_arg("time", group.longest.blocked), line}));
    result.advice = {"finding.blocking-call.advice", {line}};
    return result;
}

}  // namespace

std::vector<Finding> find_blocking_calls(const Timeline& timeline, const FindingOptions& options) {
    detail::TurnGroups groups(timeline);
    for (const detail::Turn& turn : detail::loop_turns(timeline)) {
        if (turn.blocks() && hurts(timeline, turn, options)) {
            groups.add(turn, turn.call);
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
