// Check-then-act: a task looks at a variable, awaits, and acts on what it saw although another task
// has changed the variable meanwhile. One finding for each pair of source lines.

#include <algorithm>
#include <map>
#include <tuple>

#include "runtime/analysis/evidence.h"
#include "runtime/analysis/stale_checks.h"
#include "runtime/analysis/words.h"

namespace coroscope {
namespace {

using All = std::vector<detail::StaleCheck>;

/// Two tasks have seen the same and both act: the one that changed the variable had looked at the
/// same line.
bool both_saw_it(const Timeline& timeline, const detail::StaleCheck& one) {
    const Trace& trace = timeline.trace();
    const TraceEvent& check = trace[one.check];
    const auto& accesses = timeline.resource(one.variable)->accesses;
    auto at = std::ranges::lower_bound(accesses, one.change, {}, &Access::event);
    while (at != accesses.begin()) {
        --at;
        const TraceEvent& before = trace[at->event];
        if (before.task == trace[one.change].task && !at->write && before.site == check.site) {
            return before.a == check.a;
        }
        if (at->event < one.check && at->write) {
            break;  // it saw an older value, if anything
        }
    }
    return false;
}

Message statement(const Timeline& timeline, const All& all) {
    const detail::Words words(timeline);
    const detail::StaleCheck& first = all.front();
    const Trace& trace = timeline.trace();
    Message once{
        both_saw_it(timeline, first) ? "finding.check-then-act.both"
                                     : "finding.check-then-act.once",
        {words.subject("task", first.task), words.resource("variable", first.variable),
         words.code("seen", trace[first.check].b), words.line("check", trace[first.check].site),
         words.line("act", trace[first.act].site), words.task("other", trace[first.change].task),
         words.code("now", trace[first.change].b)}};
    if (all.size() == 1) {
        return once;
    }
    return {"finding.check-then-act.several",
            {message_arg("once", std::move(once)), number_arg("count", std::ssize(all))}};
}

Finding finding(const Timeline& timeline, const All& all) {
    const detail::Words words(timeline);
    const Trace& trace = timeline.trace();
    const detail::StaleCheck& first = all.front();
    const std::vector lines{words.line("check", trace[first.check].site),
                            words.line("act", trace[first.act].site)};
    Finding result{.kind = "check-then-act", .severity = Severity::Warning};
    result.statement = statement(timeline, all);
    result.explanation = {"finding.check-then-act.why", lines};
    result.advice = {"finding.check-then-act.advice", lines};
    result.at = first.act;
    detail::add_once(result.sites, trace[first.check].site);
    detail::add_once(result.sites, trace[first.act].site);
    for (const detail::StaleCheck& one : all) {
        detail::add_once(result.resources, one.variable);
        detail::add_event(timeline, one.check, result);
        detail::add_event(timeline, one.change, result);
        detail::add_event(timeline, one.act, result);
        if (trace[one.act].kind != EventKind::TaskCreated) {
            detail::add_once(result.resources, trace[one.act].subject);
        }
    }
    detail::sort_events(result);
    return result;
}

}  // namespace

std::vector<Finding> find_checks_then_acts(const Timeline& timeline, const FindingOptions&) {
    std::map<std::tuple<SiteId, SiteId, ObjectId>, All> groups;
    for (const detail::StaleCheck& one : detail::stale_checks(timeline)) {
        const SiteId check = timeline.trace()[one.check].site;
        const SiteId act = timeline.trace()[one.act].site;
        groups[{check, act, check == 0 ? one.variable : 0}].push_back(one);
    }
    std::vector<Finding> findings;
    for (const auto& [lines, all] : groups) {
        findings.push_back(finding(timeline, all));
    }
    std::ranges::stable_sort(findings, {}, &Finding::at);
    return findings;
}

}  // namespace coroscope
