// Why a task is suspended, and whether a ring of waits closes with it.

#include <algorithm>
#include <iterator>

#include "runtime/analysis/explain/scene.h"
#include "runtime/analysis/ring_words.h"
#include "runtime/analysis/time_math.h"

namespace coroscope::detail {
namespace {

/// Since when the task that is named as holder has held it.
Nanoseconds held_since(const Scene& scene, TaskId holder) {
    for (const Hold& hold : scene.timeline.holds_at(scene.event.subject, scene.index)) {
        if (hold.task == holder) {
            return scene.timeline.trace()[hold.first].time;
        }
    }
    return 0;
}

Message lock(const Scene& scene, std::vector<Argument> arguments) {
    const TaskId holder = holder_of(scene.timeline, scene.event.subject, scene.index);
    if (holder == 0) {
        return {"explain.waits.lock_free", std::move(arguments)};
    }
    arguments.push_back(scene.words.task("holder", holder));
    arguments.push_back(duration_arg("since", held_since(scene, holder)));
    return {holder == scene.event.task ? "explain.waits.lock_itself" : "explain.waits.lock",
            std::move(arguments)};
}

Message linked(const Scene& scene, std::vector<Argument> arguments) {
    const auto reason = static_cast<WaitReason>(scene.event.detail);
    const ResourceInfo* info = scene.resource();
    std::vector<TaskId> open;
    if (info != nullptr) {
        std::ranges::copy_if(info->linked, std::back_inserter(open),
                             [&](TaskId task) { return !is_over(scene.after(task).state); });
    }
    if (open.empty()) {
        return {reason == WaitReason::Gather ? "explain.waits.gather_some"
                                             : "explain.waits.linked_some",
                std::move(arguments)};
    }
    arguments.push_back(number_arg("count", std::ssize(open)));
    arguments.push_back(scene.words.tasks("others", open));
    if (reason == WaitReason::Shield) {
        return {"explain.waits.shield", std::move(arguments)};
    }
    if (open.size() == 1) {
        return {"explain.waits.gather_one", std::move(arguments)};
    }
    return {one_is_enough(reason) ? "explain.waits.first" : "explain.waits.gather",
            std::move(arguments)};
}

Message wait(const Scene& scene) {
    const ResourceInfo* info = scene.resource();
    std::vector<Argument> arguments{scene.words.subject("task", scene.event.task),
                                    scene.words.resource("resource", scene.event.subject)};
    switch (static_cast<WaitReason>(scene.event.detail)) {
    case WaitReason::Yield: return {"explain.yields", std::move(arguments)};
    case WaitReason::Sleep:
        arguments.push_back(duration_arg("time", span(scene.event.time, scene.event.a)));
        return {"explain.sleeps", std::move(arguments)};
    case WaitReason::Lock: return lock(scene, std::move(arguments));
    case WaitReason::Semaphore:
        arguments.push_back(number_arg("count", info != nullptr ? info->capacity : 0));
        return {"explain.waits.permit", std::move(arguments)};
    case WaitReason::Event: return {"explain.waits.event", std::move(arguments)};
    case WaitReason::QueueGet: return {"explain.waits.item", std::move(arguments)};
    case WaitReason::QueuePut:
        arguments.push_back(number_arg("depth", info != nullptr ? info->level.at(scene.index) : 0));
        arguments.push_back(number_arg("capacity", info != nullptr ? info->capacity : 0));
        return {"explain.waits.room", std::move(arguments)};
    case WaitReason::QueueJoin:
        arguments.push_back(
            number_arg("count", info != nullptr ? info->unfinished.at(scene.index) : 0));
        return {"explain.waits.join", std::move(arguments)};
    case WaitReason::Task:
        arguments.push_back(scene.words.task("other", static_cast<TaskId>(scene.event.a)));
        return {"explain.waits.task", std::move(arguments)};
    case WaitReason::Gather:
    case WaitReason::Wait:
    case WaitReason::WaitFirst:
    case WaitReason::AsCompleted:
    case WaitReason::Shield:
    case WaitReason::TaskGroup: return linked(scene, std::move(arguments));
    case WaitReason::Future: return {"explain.waits.future", std::move(arguments)};
    case WaitReason::Condition: return {"explain.waits.condition", std::move(arguments)};
    case WaitReason::Executor: return {"explain.waits.executor", std::move(arguments)};
    case WaitReason::Reply: return {"explain.waits.reply", std::move(arguments)};
    case WaitReason::Barrier: return {"explain.waits.barrier", std::move(arguments)};
    case WaitReason::None: break;
    }
    return {"explain.waits.something", std::move(arguments)};
}

bool may_close_a_ring(WaitReason reason) {
    return reason == WaitReason::Lock || reason == WaitReason::Semaphore ||
           reason == WaitReason::Task || waits_for_linked(reason);
}

/// True if no task but those that wait for ever is left at this cursor.
bool nothing_else_is_left(const Scene& scene, const std::vector<TaskId>& stuck) {
    return std::ranges::all_of(scene.timeline.tasks(), [&](const TaskInfo& task) {
        const TaskState state = scene.after(task.id).state;
        return state == TaskState::NotYet || is_over(state) ||
               std::ranges::binary_search(stuck, task.id);
    });
}

/// The ring that this very wait closes.
Messages ring(const Scene& scene) {
    for (const auto& nodes :
         wait_graph_from(scene.timeline, scene.event.task, scene.index).cycles) {
        const auto links = ring_links(scene.timeline, nodes, scene.index);
        const std::vector<TaskId> tasks = ring_tasks(links);
        if (tasks.size() < 2 || std::ranges::find(tasks, scene.event.task) == tasks.end()) {
            continue;  // a task alone: the first sentence says that already
        }
        const std::vector<TaskId> stuck = stuck_tasks(scene.timeline, scene.index);
        const bool pair = links.size() == 2 && only_locks(scene.timeline, links);
        const std::vector<Argument> arguments{scene.words.tasks("tasks", tasks)};
        std::vector<TaskId> sorted = tasks;
        std::ranges::sort(sorted);
        if (!std::ranges::includes(stuck, sorted)) {
            return {{"explain.ring", arguments}};
        }
        if (nothing_else_is_left(scene, stuck)) {
            return {{pair ? "explain.deadlock.pair" : "explain.deadlock.ring", arguments}};
        }
        return {
            {pair ? "explain.deadlock.pair_others" : "explain.deadlock.ring_others", arguments}};
    }
    return {};
}

}  // namespace

Messages explain_task_suspended(const Scene& scene) {
    Messages sentences{wait(scene)};
    if (may_close_a_ring(static_cast<WaitReason>(scene.event.detail))) {
        std::ranges::move(ring(scene), std::back_inserter(sentences));
    }
    return sentences;
}

}  // namespace coroscope::detail
