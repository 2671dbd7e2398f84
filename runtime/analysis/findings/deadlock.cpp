// Deadlock: a run that hung, and tasks that wait for one another in a ring. One finding for each
// ring; rings through the same locks or permits are one.

#include <algorithm>
#include <map>

#include "runtime/analysis/end_of_run.h"
#include "runtime/analysis/evidence.h"
#include "runtime/analysis/ring_words.h"

namespace coroscope {
namespace {

using detail::RingLink;
using detail::Words;

/// What to do depends on what the ring is made of.
Message advice(const Timeline& timeline, const std::vector<RingLink>& links) {
    const Words words(timeline);
    if (links.size() == 1 && links.front().wants == 0) {
        return {"finding.deadlock.advice.awaits_itself",
                {words.line("line", links.front().wait.site)}};
    }
    if (links.size() == 1) {
        return {"finding.deadlock.advice.itself",
                {words.resource("lock", links.front().wants),
                 words.line("line", links.front().wait.site),
                 words.line("since", links.front().acquired_site)}};
    }
    std::vector<SiteId> sites;
    std::vector<ObjectId> locks;
    for (const RingLink& link : links) {
        sites.push_back(link.wait.site);
        if (link.wants != 0) {
            locks.push_back(link.wants);
        }
    }
    if (locks.size() < links.size()) {
        return {"finding.deadlock.advice.tasks", {detail::lines_arg(timeline, sites)}};
    }
    return detail::order_advice(timeline, locks, sites);
}

void add_evidence(const std::vector<RingLink>& links, Finding& finding) {
    for (const RingLink& link : links) {
        finding.tasks.push_back(link.task);
        finding.events.push_back(link.wait.first);
        finding.at = std::max(finding.at, link.wait.first);
        if (link.wants != 0) {
            finding.resources.push_back(link.wants);
        }
        if (link.acquired != kNoEvent) {
            finding.events.push_back(link.acquired);
        }
        detail::add_once(finding.sites, link.wait.site);
    }
    for (const RingLink& link : links) {
        detail::add_once(finding.sites, link.acquired_site);
    }
    std::ranges::sort(finding.events);
}

Finding finding(const Timeline& timeline, const std::vector<RingLink>& links) {
    Finding result{.kind = "deadlock", .severity = Severity::Error};
    result.statement = {"finding.deadlock.what",
                        {detail::ring_arg(timeline, links, /*with_lines=*/true)}};
    result.explanation = links.size() == 1 ? Message("finding.deadlock.why.itself")
                         : detail::only_locks(timeline, links)
                             ? Message("finding.deadlock.why.locks")
                             : Message("finding.deadlock.why.ring");
    result.advice = advice(timeline, links);
    add_evidence(links, result);
    return result;
}

/// The semaphore of which a task holds a permit and waits for another, 0 if the ring is of another
/// kind.
ObjectId starved_pool(const Timeline& timeline, const std::vector<RingLink>& links) {
    const ResourceInfo* wanted = timeline.resource(links.front().wants);
    const bool pool =
        links.size() == 1 && wanted != nullptr && wanted->type == ResourceType::Semaphore;
    return pool ? wanted->id : 0;
}

/// Every holder of such a semaphore is a ring of its own; together they are one deadlock.
Finding pool_finding(const Timeline& timeline, const std::vector<RingLink>& links) {
    const Words words(timeline);
    const RingLink& first = links.front();
    Finding result{.kind = "deadlock", .severity = Severity::Error};
    std::vector<TaskId> holders = timeline.holders_at(first.wants, end_of_run(timeline));
    std::ranges::sort(holders);
    holders.erase(std::ranges::unique(holders).begin(), holders.end());
    result.statement = {
        "finding.deadlock.pool",
        {words.tasks("tasks", holders), words.resource("pool", first.wants),
         words.line("line", first.wait.site), words.line("since", first.acquired_site)}};
    result.explanation = {"finding.deadlock.why.pool"};
    result.advice = {"finding.deadlock.advice.pool",
                     {words.resource("pool", first.wants), words.line("line", first.wait.site)}};
    add_evidence(links, result);
    result.tasks = holders;
    result.resources = {first.wants};
    return result;
}

/// What a ring goes round through, in order of id; empty if tasks in it await tasks.
std::vector<ObjectId> resources_of(const std::vector<RingLink>& links) {
    std::vector<ObjectId> wanted;
    for (const RingLink& link : links) {
        wanted.push_back(link.wants);
    }
    std::ranges::sort(wanted);
    return std::ranges::count(wanted, ObjectId{0}) > 0 ? std::vector<ObjectId>() : wanted;
}

/// Several permits of the same semaphores make several rings, of which one is told. The finding
/// points at the tasks of all.
void add_ring(const Finding& ring, Finding& told) {
    for (const TaskId task : ring.tasks) {
        detail::add_once(told.tasks, task);
    }
    for (const SiteId site : ring.sites) {
        detail::add_once(told.sites, site);
    }
    told.events.insert(told.events.end(), ring.events.begin(), ring.events.end());
    detail::sort_events(told);
    told.at = std::max(told.at, ring.at);
}

}  // namespace

std::vector<Finding> find_deadlocks(const Timeline& timeline, const FindingOptions&) {
    std::vector<Finding> findings;
    if (timeline.outcome() != Outcome::Hang) {
        return findings;
    }
    const EventIndex end = end_of_run(timeline);
    std::map<ObjectId, std::vector<RingLink>> pools;
    std::map<std::vector<ObjectId>, std::size_t> told;  // the finding of what rings go through
    for (const auto& ring : wait_graph(timeline, end).cycles) {
        const std::vector<RingLink> links = detail::ring_links(timeline, ring, end);
        if (const ObjectId pool = starved_pool(timeline, links); pool != 0) {
            pools[pool].push_back(links.front());
            continue;
        }
        Finding next = finding(timeline, links);
        const std::vector<ObjectId> through = resources_of(links);
        const auto [known, is_new] = told.try_emplace(through, findings.size());
        if (is_new || through.empty()) {
            findings.push_back(std::move(next));
        } else {
            add_ring(next, findings[known->second]);
        }
    }
    for (const auto& [pool, links] : pools) {
        findings.push_back(pool_finding(timeline, links));
    }
    std::ranges::stable_sort(findings, {}, &Finding::at);
    return findings;
}

}  // namespace coroscope
