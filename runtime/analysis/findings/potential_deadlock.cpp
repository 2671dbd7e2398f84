// Potential deadlock: tasks took the same locks in contradicting orders. Nothing came of it in this
// run, but with other timing they can wait for one another for ever. One finding for each set of
// source lines that does it.
//
// Silent for what can never happen: one task alone, tasks that hold a common lock all the while,
// tasks of which one has to be done before the other can begin. Silent, too, for locks of a ring in
// which this run did deadlock: that is `deadlock`. Where each task takes its locks in one go it is
// for information only.

#include <algorithm>
#include <map>
#include <utility>

#include "runtime/analysis/end_of_run.h"
#include "runtime/analysis/evidence.h"
#include "runtime/analysis/lock_order.h"
#include "runtime/analysis/ring_words.h"

namespace coroscope {
namespace {

using Ring = std::vector<detail::LockOrder>;
using Lines = std::vector<std::pair<SiteId, SiteId>>;

/// The locks of each ring in which the run ended.
std::vector<std::vector<ObjectId>> real_rings(const Timeline& timeline) {
    std::vector<std::vector<ObjectId>> rings;
    if (timeline.outcome() == Outcome::Hang) {
        for (const auto& cycle : wait_graph(timeline, end_of_run(timeline)).cycles) {
            std::vector<ObjectId>& locks = rings.emplace_back();
            for (const WaitNode& node : cycle) {
                if (!node.is_task) {
                    locks.push_back(node.id);
                }
            }
        }
    }
    return rings;
}

bool is_explained(const Ring& ring, const std::vector<std::vector<ObjectId>>& real) {
    return std::ranges::any_of(real, [&ring](const std::vector<ObjectId>& locks) {
        return std::ranges::count_if(ring, [&locks](const detail::LockOrder& order) {
                   return std::ranges::find(locks, order.from) != locks.end();
               }) >= 2;
    });
}

Lines lines_of(const Ring& ring) {
    Lines lines;
    for (const detail::LockOrder& order : ring) {
        lines.emplace_back(order.taken_site, order.asked_site);
    }
    std::ranges::sort(lines);
    return lines;
}

Argument ring_arg(const Timeline& timeline, const Ring& ring) {
    const detail::Words words(timeline);
    std::vector<Message> clauses;
    for (const detail::LockOrder& order : ring) {
        clauses.emplace_back(
            "finding.potential-deadlock.asks",
            std::vector{words.task("task", order.task), words.resource("held", order.from),
                        words.line("since", order.taken_site), words.resource("wanted", order.to),
                        words.line("line", order.asked_site)});
    }
    return detail::short_list("ring", std::move(clauses), Joining::Clauses);
}

Finding finding(const Timeline& timeline, const Ring& ring, std::int64_t others) {
    Finding result{.kind = "potential-deadlock", .severity = Severity::Warning};
    result.statement = {
        others == 0 ? "finding.potential-deadlock.once" : "finding.potential-deadlock.several",
        {ring_arg(timeline, ring), number_arg("count", others)}};
    const bool timing = detail::can_stop_between(timeline, ring);
    result.severity = timing ? Severity::Warning : Severity::Info;
    result.explanation = {timing ? "finding.potential-deadlock.why.timing"
                                 : "finding.potential-deadlock.why.at_once"};
    std::vector<SiteId> asked;
    for (const detail::LockOrder& order : ring) {
        asked.push_back(order.asked_site);
        detail::add_once(result.resources, order.from);
        result.at = std::max(result.at, order.asked);
        detail::add_once(result.sites, order.asked_site);
    }
    for (const detail::LockOrder& order : ring) {
        detail::add_event(timeline, order.taken, result);
        detail::add_event(timeline, order.asked, result);
    }
    detail::sort_events(result);
    result.advice = detail::order_advice(timeline, result.resources, asked);
    return result;
}

}  // namespace

std::vector<Finding> find_potential_deadlocks(const Timeline& timeline, const FindingOptions&) {
    std::map<Lines, std::pair<const Ring*, std::int64_t>> groups;  // the first, and how many
    const std::vector<Ring> rings = detail::lock_rings(timeline);
    const auto real = rings.empty() ? std::vector<std::vector<ObjectId>>() : real_rings(timeline);
    for (const Ring& ring : rings) {
        if (!is_explained(ring, real)) {
            auto& [first, count] = groups[lines_of(ring)];
            first = first == nullptr ? &ring : first;
            ++count;
        }
    }
    std::vector<Finding> findings;
    for (const auto& [lines, group] : groups) {
        findings.push_back(finding(timeline, *group.first, group.second - 1));
    }
    std::ranges::stable_sort(findings, {}, &Finding::at);
    return findings;
}

}  // namespace coroscope
