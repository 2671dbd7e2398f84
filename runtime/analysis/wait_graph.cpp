#include "runtime/analysis/wait_graph.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "runtime/analysis/jobs.h"
#include "runtime/analysis/rings.h"

namespace coroscope {
namespace {

bool uses_holders(WaitReason reason) {
    return reason == WaitReason::Lock || reason == WaitReason::Semaphore;
}

bool over_at(const Timeline& timeline, TaskId task, EventIndex cursor) {
    return is_over(timeline.state_at(task, cursor).state);
}

/// A task that waits, and the tasks that could end its wait.
struct Waiting {
    TaskId task = 0;
    Interval interval;
    std::vector<TaskId> on;
    bool any = false;      ///< one of `on` is enough (permits), else all are needed
    bool unknown = false;  ///< nobody knows who will end it: event, future, queue
};

/// Of very many awaited tasks those that wait, too: only they can be part of a ring.
std::vector<TaskId> awaited(const std::vector<TaskId>& linked, std::span<const TaskId> waiting) {
    if (linked.size() <= kMostAwaited) {
        return linked;
    }
    std::vector<TaskId> result;
    std::ranges::copy_if(linked, std::back_inserter(result), [&](TaskId id) {
        return id == 0 || std::ranges::binary_search(waiting, id);
    });
    return result;
}

/// `others`: those that wait, for awaited().
Waiting waiting(const Timeline& timeline, TaskId task, const Interval& interval, EventIndex cursor,
                std::span<const TaskId> others) {
    Waiting result{.task = task, .interval = interval, .on = {}};
    if (uses_holders(interval.reason)) {
        result.on = timeline.holders_at(interval.subject, cursor);
        result.any = true;
        std::ranges::sort(result.on);  // a task may hold several permits
        result.on.erase(std::ranges::unique(result.on).begin(), result.on.end());
        result.unknown = result.on.empty();  // free, and on its way to a task that was woken
    } else if (interval.reason == WaitReason::Task) {
        result.on.push_back(static_cast<TaskId>(interval.extra));
    } else if (const ResourceInfo* gather = timeline.resource(interval.subject);
               waits_for_linked(interval.reason) && gather != nullptr) {
        result.on = awaited(gather->linked, others);
        const bool all_known = std::erase(result.on, TaskId{0}) == 0;  // futures that are no tasks
        result.any = one_is_enough(interval.reason);
        const bool all_here = gather->linked.size() <= kMostAwaited;
        result.unknown = result.any && !(all_known && all_here);
    } else {
        result.unknown = true;
    }
    if (!result.any || waits_for_linked(interval.reason)) {
        std::erase_if(result.on, [&](TaskId id) { return over_at(timeline, id, cursor); });
    }
    result.unknown = result.unknown || (result.any && result.on.empty());
    return result;
}

std::vector<TaskId> all_waiting(const Timeline& timeline, EventIndex cursor) {
    std::vector<TaskId> result;
    for (const TaskInfo& task : timeline.tasks()) {
        if (task.created > cursor) {
            break;
        }
        if (timeline.state_at(task.id, cursor).state == TaskState::Waiting) {
            result.push_back(task.id);
        }
    }
    return result;
}

/// The tasks that wait and that nothing can free: the greatest set in which each waits for others
/// of the set.
std::set<TaskId> blocked_for_good(const Timeline& timeline, const std::vector<Waiting>& all,
                                  EventIndex cursor) {
    std::set<TaskId> blocked;
    for (const Waiting& one : all) {
        if (!one.unknown || detail::waits_for_ever(timeline, one.interval)) {
            blocked.insert(one.task);
        }
    }
    const auto stays = [&](const Waiting& one) {
        const auto hopeless = [&](TaskId id) {
            return blocked.contains(id) || over_at(timeline, id, cursor);
        };
        if (detail::waits_for_ever(timeline, one.interval)) {
            return true;
        }
        return one.any ? std::ranges::all_of(one.on, hopeless)
                       : std::ranges::any_of(one.on, hopeless);
    };
    for (bool changed = true; changed;) {
        changed = false;
        for (const Waiting& one : all) {
            if (blocked.contains(one.task) && !stays(one)) {
                blocked.erase(one.task);
                changed = true;
            }
        }
    }
    return blocked;
}

WaitNode task_node(TaskId id) { return {.is_task = true, .id = id}; }
WaitNode resource_node(ObjectId id) { return {.is_task = false, .id = id}; }

class Builder {
public:
    Builder(const Timeline& timeline, EventIndex cursor) : timeline_(timeline), cursor_(cursor) {}

    void add(const Waiting& one) {
        const WaitNode from = task_node(one.task);
        if (one.interval.reason == WaitReason::Task || waits_for_linked(one.interval.reason)) {
            for (const TaskId id : one.on) {
                add_edge({.from = from, .to = task_node(id)});
            }
            return;
        }
        const WaitNode through = resource_node(one.interval.subject);
        add_edge({.from = from, .to = through});
        const auto [place, is_new] = waited_for_.try_emplace(one.interval.subject);
        WaitedFor& thing = place->second;
        thing.waiters.push_back(one.task);
        if (!is_new) {
            return;
        }
        if (uses_holders(one.interval.reason)) {
            thing.owner = one.on.empty() ? Owner::Free : Owner::Held;
            thing.holders = one.on;
        }
        for (const TaskId id : one.on) {
            add_edge({.from = through, .to = task_node(id), .holds = true});
        }
        if (one.interval.reason == WaitReason::Executor) {
            add_job(one.interval.subject, thing);
        }
    }
    [[nodiscard]] WaitGraph take() {
        for (const TaskId id : tasks_) {
            graph_.nodes.push_back(task_node(id));
        }
        for (const ObjectId id : resources_) {
            graph_.nodes.push_back(resource_node(id));
            WaitedFor& thing = waited_for_[id];
            const ResourceInfo* info = timeline_.resource(id);
            thing.resource = id;
            thing.type = info == nullptr ? ResourceType::None : info->type;
            graph_.resources.push_back(std::move(thing));
        }
        return std::move(graph_);
    }

private:
    /// The future of a job, and the executor that has the job.
    void add_job(ObjectId future, WaitedFor& thing) {
        const JobInfo* job = detail::job_of_future(timeline_, future);
        if (job == nullptr || job->submitted > cursor_ || job->finished <= cursor_) {
            return;
        }
        thing.owner = Owner::Jobs;
        if (job->started <= cursor_) {
            thing.jobs.push_back(*job);
        } else {
            thing.in_line = 1;
        }
        add_edge({.from = resource_node(future), .to = resource_node(job->executor)});
        const auto [place, is_new] = waited_for_.try_emplace(job->executor);
        if (is_new) {
            place->second.owner = Owner::Jobs;
            add_jobs_of(job->executor, place->second);
        }
    }
    void add_jobs_of(ObjectId executor, WaitedFor& thing) const {
        for (const std::uint32_t index : timeline_.resource(executor)->jobs) {
            const JobInfo& job = timeline_.jobs()[index];
            if (job.started <= cursor_ && job.finished > cursor_) {
                thing.jobs.push_back(job);
            } else if (job.submitted <= cursor_ && job.started > cursor_) {
                ++thing.in_line;
            }
        }
        std::ranges::stable_sort(thing.jobs, {}, &JobInfo::worker);
    }
    void add_edge(const WaitEdge& edge) {
        graph_.edges.push_back(edge);
        for (const WaitNode& node : {edge.from, edge.to}) {
            (node.is_task ? tasks_ : resources_).insert(node.id);
        }
    }

    const Timeline& timeline_;
    EventIndex cursor_;
    WaitGraph graph_;
    std::set<std::uint32_t> tasks_;
    std::set<std::uint32_t> resources_;
    std::map<ObjectId, WaitedFor> waited_for_;
};

}  // namespace

std::string_view name_of(Owner owner) {
    static constexpr std::array<std::string_view, 4> kNames = {"held", "free", "jobs", "unknown"};
    return kNames[static_cast<std::size_t>(owner)];
}

namespace detail {

bool waits_for_ever(const Timeline& timeline, const Interval& interval) {
    if (timeline.outcome() != Outcome::Hang || interval.state != TaskState::Waiting) {
        return false;
    }
    const Trace& trace = timeline.trace();
    return interval.last >= trace.size() || trace[interval.last].kind == EventKind::TaskAbandoned;
}

}  // namespace detail

WaitGraph wait_graph(const Timeline& timeline, EventIndex cursor) {
    return wait_graph(timeline, cursor, all_waiting(timeline, cursor));
}

WaitGraph wait_graph_from(const Timeline& timeline, TaskId task, EventIndex cursor) {
    std::set<TaskId> seen{task};
    std::vector<TaskId> open{task};
    while (!open.empty()) {
        const TaskId next = open.back();
        open.pop_back();
        const Interval interval = timeline.state_at(next, cursor);
        if (interval.state == TaskState::Waiting) {
            for (const TaskId on : waiting(timeline, next, interval, cursor, {}).on) {
                if (seen.insert(on).second) {
                    open.push_back(on);
                }
            }
        }
    }
    const std::vector<TaskId> reached(seen.begin(), seen.end());
    return wait_graph(timeline, cursor, reached);
}

WaitGraph wait_graph(const Timeline& timeline, EventIndex cursor,
                     std::span<const TaskId> waiting_tasks) {
    std::vector<Waiting> all;
    for (const TaskId task : waiting_tasks) {
        const Interval interval = timeline.state_at(task, cursor);
        if (interval.state == TaskState::Waiting) {
            all.push_back(waiting(timeline, task, interval, cursor, waiting_tasks));
        }
    }
    Builder builder(timeline, cursor);
    for (const Waiting& one : all) {
        builder.add(one);
    }
    WaitGraph graph = builder.take();
    graph.cycles = detail::rings(graph.edges);
    if (graph.cycles.empty()) {
        return graph;
    }
    // Where one permit out of several is enough, a ring is real only if no holder can give one
    // back.
    const std::set<TaskId> blocked = blocked_for_good(timeline, all, cursor);
    std::erase_if(graph.cycles, [&](const std::vector<WaitNode>& ring) {
        return std::ranges::any_of(
            ring, [&](const WaitNode& node) { return node.is_task && !blocked.contains(node.id); });
    });
    return graph;
}

bool is_stuck(const Timeline& timeline, TaskId task, EventIndex cursor) {
    return detail::waits_for_ever(timeline, timeline.state_at(task, cursor));
}

std::vector<TaskId> stuck_tasks(const Timeline& timeline, EventIndex cursor) {
    std::vector<TaskId> stuck;
    if (timeline.outcome() != Outcome::Hang) {
        return stuck;
    }
    for (const TaskInfo& task : timeline.tasks()) {
        if (is_stuck(timeline, task.id, cursor)) {
            stuck.push_back(task.id);
        }
    }
    return stuck;
}

}  // namespace coroscope
