// Unbounded queue: a queue without capacity into which more is put than is taken, all the time that
// somebody puts. A warning if it is still full when the run is over, else for information.
//
// The time from the first item put to the last is cut into four quarters of as many items each. It
// grows if in each of them something is taken, but at least a quarter less than is put on the
// whole; if the lowest depth rises from the second quarter to the fourth, to at least half of the
// highest; and if that is at least `queue_growth`. So a burst that is put before anybody takes,
// bursts that are drained in between, and queues that only come out even stay silent. So do those
// whose consumers put most of the items themselves, as a crawler does: for them a full queue would
// be a deadlock.

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <utility>

#include "runtime/analysis/evidence.h"
#include "runtime/analysis/time_math.h"
#include "runtime/analysis/words.h"

namespace coroscope {
namespace {

struct Quarter {
    std::int64_t taken = 0;
    std::int64_t lowest = std::numeric_limits<std::int64_t>::max();
};

/// What happens to a queue while somebody puts.
struct Growth {
    std::array<Quarter, 4> quarters;
    std::int64_t put = 0;
    std::int64_t taken = 0;
    EventIndex first = 0;
    EventIndex last = 0;
    EventIndex highest = 0;  ///< the put by which it is deepest
    EventIndex last_get = 0;
};

bool is_get(EventKind kind) {
    return kind == EventKind::QueueGot || kind == EventKind::QueueDropped;
}

Growth growth_of(const Timeline& timeline, const ResourceInfo& queue) {
    const Trace& trace = timeline.trace();
    std::int64_t puts = 0;
    for (const EventIndex event : queue.events) {
        puts += trace[event].kind == EventKind::QueuePut ? 1 : 0;
    }
    std::int64_t left = puts;
    Growth growth;
    for (const EventIndex event : queue.events) {
        const TraceEvent& what = trace[event];
        if (what.kind == EventKind::QueuePut) {
            growth.first = growth.put == 0 ? event : growth.first;
            if (growth.put == 0 || what.a > trace[growth.highest].a) {
                growth.highest = event;
            }
            ++growth.put;
            --left;
            growth.last = event;
        } else if (is_get(what.kind) && growth.put > 0) {
            ++growth.taken;
            growth.last_get = event;
        } else {
            continue;
        }
        const auto at = static_cast<std::size_t>((growth.put - 1) * 4 / puts);
        Quarter& quarter = growth.quarters.at(at);
        quarter.taken += is_get(what.kind) ? 1 : 0;
        quarter.lowest = std::min(quarter.lowest, what.a);
        if (left == 0) {
            break;
        }
    }
    return growth;
}

bool grows(const Timeline& timeline, const Growth& growth, std::int64_t least) {
    const std::int64_t highest = timeline.trace()[growth.highest].a;
    const auto& quarters = growth.quarters;
    return growth.put > 0 && highest >= least && growth.taken <= growth.put - growth.put / 4 &&
           std::ranges::all_of(quarters, [](const Quarter& one) { return one.taken > 0; }) &&
           quarters[1].lowest < quarters[2].lowest && quarters[2].lowest < quarters[3].lowest &&
           quarters[3].lowest >= highest / 2;
}

/// The tasks that put and that take, those that do it most first.
struct Users {
    std::vector<TaskId> producers;
    std::vector<TaskId> consumers;
    bool own = false;  ///< the consumers put at least half of the items themselves
};

std::vector<TaskId> most_first(const std::map<TaskId, std::int64_t>& counts) {
    std::vector<std::pair<std::int64_t, TaskId>> order;
    for (const auto& [task, count] : counts) {
        order.emplace_back(-count, task);
    }
    std::ranges::sort(order);
    std::vector<TaskId> tasks;
    for (const auto& [count, task] : order) {
        if (task != 0 && tasks.size() < detail::kMostEvidence) {
            tasks.push_back(task);
        }
    }
    return tasks;
}

Users users_of(const Timeline& timeline, const ResourceInfo& queue) {
    std::map<TaskId, std::int64_t> puts;
    std::map<TaskId, std::int64_t> gets;
    std::int64_t all = 0;
    for (const EventIndex event : queue.events) {
        const TraceEvent& what = timeline.trace()[event];
        if (what.kind == EventKind::QueuePut) {
            ++puts[what.task];
            ++all;
        } else if (what.kind == EventKind::QueueGot) {
            ++gets[what.task];
        }
    }
    std::int64_t own = 0;
    for (const auto& [task, count] : puts) {
        own += gets.contains(task) ? count : 0;
    }
    return {.producers = most_first(puts), .consumers = most_first(gets), .own = own >= all - own};
}

Finding finding(const Timeline& timeline, const ResourceInfo& queue, const Growth& growth,
                const Users& users) {
    const detail::Words words(timeline);
    const Trace& trace = timeline.trace();
    const std::int64_t highest = trace[growth.highest].a;
    const std::int64_t left = queue.level.changes.empty() ? 0 : queue.level.changes.back().value;
    const Nanoseconds span = detail::span(trace[growth.first].time, trace[growth.last].time);
    const bool stays = left >= highest / 2;
    Finding result{.kind = "unbounded-queue",
                   .severity = stays ? Severity::Warning : Severity::Info};
    result.statement = {
        span == 0 ? "finding.unbounded-queue.what" : "finding.unbounded-queue.what_in",
        {words.resource("queue", queue.id), number_arg("highest", highest),
         number_arg("put", growth.put), number_arg("taken", growth.taken),
         duration_arg("span", span), number_arg("left", left)}};
    result.explanation = {"finding.unbounded-queue.why"};
    result.advice = {"finding.unbounded-queue.advice",
                     {words.resource("queue", queue.id), words.line("created", queue.site),
                      words.line("put", trace[growth.last].site),
                      words.line("get", trace[growth.last_get].site)}};
    result.at = growth.highest;
    result.events = {growth.first, growth.highest, growth.last, growth.last_get};
    detail::sort_events(result);
    result.tasks = users.producers;
    for (const TaskId task : users.consumers) {
        result.tasks.push_back(task);
    }
    result.resources = {queue.id};
    detail::add_once(result.sites, queue.site);
    detail::add_once(result.sites, trace[growth.last].site);
    detail::add_once(result.sites, trace[growth.last_get].site);
    return result;
}

}  // namespace

std::vector<Finding> find_unbounded_queues(const Timeline& timeline,
                                           const FindingOptions& options) {
    std::vector<Finding> findings;
    for (const ResourceInfo& queue : timeline.resources()) {
        if (queue.type != ResourceType::Queue || queue.capacity != 0 ||
            queue.level.maximum() < options.queue_growth) {
            continue;
        }
        const Growth growth = growth_of(timeline, queue);
        if (growth.put == 0 || !grows(timeline, growth, options.queue_growth)) {
            continue;
        }
        if (const Users users = users_of(timeline, queue); !users.own) {
            findings.push_back(finding(timeline, queue, growth, users));
        }
    }
    std::ranges::stable_sort(findings, {}, &Finding::at);
    return findings;
}

}  // namespace coroscope
