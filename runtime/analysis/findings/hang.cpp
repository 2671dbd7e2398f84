// Hang: nothing can run any more although tasks are left, and they do not wait for one another in a
// ring (that is a deadlock), nor for a task_done() that a consumer forgot (missing-task-done). Once
// main is over it is a hang at shutdown.

#include <algorithm>
#include <array>
#include <map>

#include "runtime/analysis/end_of_run.h"
#include "runtime/analysis/finding.h"
#include "runtime/analysis/missing_dones.h"
#include "runtime/analysis/shutdown.h"
#include "runtime/analysis/wait_graph.h"
#include "runtime/analysis/wait_words.h"
#include "runtime/analysis/words.h"

namespace coroscope {
namespace {

using detail::Words;

struct Stuck {
    TaskId task = 0;
    Interval wait;
};

/// The wait that most likely explains the others: those who wait for a task wait for what it waits
/// for, and consumers of an empty queue often wait only because somebody else never gets to stop
/// them.
const Stuck& root(const std::vector<Stuck>& all) {
    constexpr std::array kOrder{WaitReason::Lock,      WaitReason::Semaphore, WaitReason::QueueJoin,
                                WaitReason::QueuePut,  WaitReason::Event,     WaitReason::Future,
                                WaitReason::Condition, WaitReason::Barrier,   WaitReason::QueueGet};
    const auto rank = [&](const Stuck& stuck) {
        return std::ranges::find(kOrder, stuck.wait.reason) - kOrder.begin();
    };
    return *std::ranges::min_element(all, {}, rank);
}

Message advice(const Timeline& timeline, const Stuck& stuck) {
    const Words words(timeline);
    const std::vector arguments{words.resource("resource", stuck.wait.subject),
                                words.line("line", stuck.wait.site)};
    switch (stuck.wait.reason) {
    case WaitReason::Lock:
    case WaitReason::Semaphore: return {"finding.hang.advice.lock", arguments};
    case WaitReason::QueueJoin: return {"finding.hang.advice.join", arguments};
    case WaitReason::QueuePut: return {"finding.hang.advice.put", arguments};
    case WaitReason::QueueGet: return {"finding.hang.advice.get", arguments};
    case WaitReason::Event:
    case WaitReason::Future: return {"finding.hang.advice.event", arguments};
    case WaitReason::Condition: return {"finding.hang.advice.condition", arguments};
    case WaitReason::Barrier: return {"finding.hang.advice.barrier", arguments};
    case WaitReason::Reply: return {"finding.hang.advice.reply", arguments};
    case WaitReason::Executor:
    case WaitReason::None:
    case WaitReason::Yield:
    case WaitReason::Sleep:
    case WaitReason::Task:
    case WaitReason::Gather:
    case WaitReason::Wait:
    case WaitReason::WaitFirst:
    case WaitReason::AsCompleted:
    case WaitReason::Shield:
    case WaitReason::TaskGroup: break;
    }
    return {"finding.hang.advice.task", arguments};
}

/// Those who wait for room in a queue from which the next of them takes, all the way round; empty
/// if there is no such ring. Who will take from a queue is written nowhere: who did so before is.
std::vector<Stuck> queue_ring(const Timeline& timeline, const std::vector<Stuck>& all) {
    std::map<TaskId, Stuck> putters;
    for (const Stuck& stuck : all) {
        if (stuck.wait.reason == WaitReason::QueuePut) {
            putters.emplace(stuck.task, stuck);
        }
    }
    const auto taker = [&](ObjectId queue) {
        const ResourceInfo* info = timeline.resource(queue);
        if (info != nullptr) {
            for (const EventIndex event : info->events) {
                const TraceEvent& what = timeline.trace()[event];
                if (what.kind == EventKind::QueueGot && putters.contains(what.task)) {
                    return what.task;
                }
            }
        }
        return TaskId{0};
    };
    for (const auto& [first, stuck] : putters) {
        std::vector<Stuck> ring{stuck};
        TaskId next = taker(stuck.wait.subject);
        while (next != 0 && next != first && ring.size() < putters.size()) {
            ring.push_back(putters.at(next));
            next = taker(ring.back().wait.subject);
        }
        if (next == first) {
            return ring;
        }
    }
    return {};
}

void tell_queue_ring(const Timeline& timeline, const std::vector<Stuck>& ring, Finding& finding) {
    const Words words(timeline);
    std::vector<Message> clauses;
    std::vector<Message> queues;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Argument queue = words.resource("queue", ring[i].wait.subject);
        clauses.push_back({"finding.hang.ring",
                           {words.task("task", ring[i].task), queue,
                            words.task("taker", ring[(i + 1) % ring.size()].task)}});
        queues.push_back(just(queue));
    }
    finding.explanation = {"finding.hang.why.ring",
                           {detail::short_list("ring", std::move(clauses), Joining::Clauses)}};
    finding.advice = {"finding.hang.advice.ring",
                      {detail::short_list("queues", std::move(queues))}};
}

/// True if all wait because a queue is never done: they join it, wait for those who do, or are
/// consumers whom nobody stops now.
bool is_missing_task_done(const Timeline& timeline, const std::vector<TaskId>& tasks,
                          EventIndex end) {
    const std::vector<detail::MissingDones> missing = detail::missing_dones(timeline);
    return !missing.empty() && std::ranges::all_of(tasks, [&](TaskId task) {
        const Interval wait = timeline.state_at(task, end);
        const bool joins = wait.reason == WaitReason::QueueJoin;
        const bool of_task = wait.reason == WaitReason::Task || waits_for_linked(wait.reason);
        return of_task || wait.reason == WaitReason::QueueGet ||
               (joins && std::ranges::any_of(missing, [&wait](const detail::MissingDones& one) {
                    return one.queue == wait.subject;
                }));
    });
}

}  // namespace

std::vector<Finding> find_hangs(const Timeline& timeline, const FindingOptions&) {
    if (timeline.outcome() != Outcome::Hang || detail::shutdown_of(timeline)) {
        return {};
    }
    const EventIndex end = end_of_run(timeline);
    const std::vector<TaskId> tasks = stuck_tasks(timeline, end);
    if (tasks.empty() || !wait_graph(timeline, end).cycles.empty() ||
        is_missing_task_done(timeline, tasks, end)) {
        return {};
    }
    std::vector<Stuck> all;
    std::vector<Message> clauses;
    Finding finding{.kind = "hang", .severity = Severity::Error};
    for (const TaskId task : tasks) {
        const Stuck& stuck = all.emplace_back(Stuck{task, timeline.state_at(task, end)});
        clauses.push_back(detail::wait_clause(timeline, task, stuck.wait));
        finding.events.push_back(stuck.wait.first);
        finding.tasks.push_back(task);
        const ObjectId resource = stuck.wait.subject;
        if (timeline.resource(resource) != nullptr &&
            std::ranges::find(finding.resources, resource) == finding.resources.end()) {
            finding.resources.push_back(resource);
        }
        if (stuck.wait.site != 0 &&
            std::ranges::find(finding.sites, stuck.wait.site) == finding.sites.end()) {
            finding.sites.push_back(stuck.wait.site);
        }
    }
    std::ranges::sort(finding.events);
    finding.statement = {"finding.hang.what",
                         {number_arg("count", std::ssize(all)),
                          detail::short_list("waits", std::move(clauses), Joining::Clauses)}};
    finding.explanation = {"finding.hang.why"};
    finding.advice = advice(timeline, root(all));
    if (const std::vector<Stuck> ring = queue_ring(timeline, all); !ring.empty()) {
        tell_queue_ring(timeline, ring, finding);
    }
    finding.at = end;
    return {std::move(finding)};
}

}  // namespace coroscope
