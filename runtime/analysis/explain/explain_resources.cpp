// Resources: locks, semaphores, events, futures, gathers, queues and shared variables.

#include <algorithm>

#include "runtime/analysis/explain/scene.h"
#include "runtime/analysis/lost_updates.h"
#include "runtime/analysis/time_math.h"

namespace coroscope::detail {
namespace {

/// A release wakes at once: the waking is at most this many events away.
constexpr EventIndex kNear = 8;

ResourceType type_of(const Scene& scene) {
    const ResourceInfo* info = scene.resource();
    return info != nullptr ? info->type : ResourceType::None;
}

std::vector<Argument> who_and_what(const Scene& scene) {
    return {scene.words.subject("task", scene.event.task),
            scene.words.resource("resource", scene.event.subject)};
}

/// How long the task waited for what it gets at this event.
Nanoseconds waited(const Scene& scene) {
    const ResourceInfo* info = scene.resource();
    if (info != nullptr) {
        for (std::size_t i = info->waits.begun_until(scene.index); i-- > 0;) {
            const Wait wait = info->waits[i];
            if (wait.task == scene.event.task && wait.first < scene.index) {
                return span(scene.timeline.trace()[wait.first].time, scene.event.time);
            }
        }
    }
    return 0;
}

/// The task that this release wakes, 0 if none. A waiter woken by an earlier release still stands
/// in line.
TaskId woken_by_release(const Scene& scene) {
    const Trace& trace = scene.timeline.trace();
    const EventIndex end = std::min<EventIndex>(trace.size(), scene.index + 1 + kNear);
    for (EventIndex i = scene.index + 1; i < end; ++i) {
        const TraceEvent& event = trace[i];
        if (event.kind == EventKind::TaskReady && event.subject == scene.event.subject) {
            return event.task;
        }
        if (event.kind == EventKind::TaskSuspended || event.kind == EventKind::TaskResumed ||
            event.kind == EventKind::ResourceReleased) {
            break;
        }
    }
    return 0;
}

}  // namespace

Messages explain_resource_created(const Scene& scene) {
    std::vector<Argument> arguments = who_and_what(scene);
    arguments.push_back(number_arg("count", scene.event.a));
    switch (static_cast<ResourceType>(scene.event.detail)) {
    case ResourceType::Lock: return {{"explain.made.lock", std::move(arguments)}};
    case ResourceType::Semaphore: return {{"explain.made.semaphore", std::move(arguments)}};
    case ResourceType::Event: return {{"explain.made.event", std::move(arguments)}};
    case ResourceType::Queue:
        return {{scene.event.a == 0 ? "explain.made.endless_queue" : "explain.made.queue",
                 std::move(arguments)}};
    case ResourceType::Future: return {{"explain.made.future", std::move(arguments)}};
    case ResourceType::Gather: return {{"explain.made.gather", std::move(arguments)}};
    case ResourceType::Wait: return {{"explain.made.wait", std::move(arguments)}};
    case ResourceType::AsCompleted: return {{"explain.made.as_completed", std::move(arguments)}};
    case ResourceType::Shield: return {{"explain.made.shield", std::move(arguments)}};
    case ResourceType::TaskGroup: return {{"explain.made.task_group", std::move(arguments)}};
    case ResourceType::Variable: return {{"explain.made.variable", std::move(arguments)}};
    case ResourceType::Condition: return {{"explain.made.condition", std::move(arguments)}};
    case ResourceType::Executor: return {{"explain.made.executor", std::move(arguments)}};
    case ResourceType::Place: return {{"explain.made.place", std::move(arguments)}};
    case ResourceType::Barrier: return {{"explain.made.barrier", std::move(arguments)}};
    case ResourceType::Local: return {{"explain.made.local", std::move(arguments)}};
    case ResourceType::Counter: return {{"explain.made.counter", std::move(arguments)}};
    case ResourceType::None: break;
    }
    return {{"explain.made.something", std::move(arguments)}};
}

Messages explain_resource_acquired(const Scene& scene) {
    std::vector<Argument> arguments = who_and_what(scene);
    const bool permit = type_of(scene) == ResourceType::Semaphore;
    const bool after_waiting = scene.event.detail == 1;
    arguments.push_back(number_arg("left", scene.event.a));
    if (after_waiting) {
        arguments.push_back(duration_arg("time", waited(scene)));
        return {{permit ? "explain.takes_permit.waited" : "explain.takes.waited",
                 std::move(arguments)}};
    }
    return {{permit ? "explain.takes_permit" : "explain.takes", std::move(arguments)}};
}

Messages explain_resource_released(const Scene& scene) {
    std::vector<Argument> arguments = who_and_what(scene);
    const bool permit = type_of(scene) == ResourceType::Semaphore;
    arguments.push_back(number_arg("left", scene.event.a));
    if (const TaskId next = woken_by_release(scene); next != 0) {
        arguments.push_back(scene.words.task("next", next));
        return {{permit ? "explain.releases_permit.handed" : "explain.releases.handed",
                 std::move(arguments)}};
    }
    if (permit) {
        return {{"explain.releases_permit", std::move(arguments)}};
    }
    const bool wanted = !scene.timeline.waiters_at(scene.event.subject, scene.index).empty();
    return {{wanted ? "explain.releases.plain" : "explain.releases", std::move(arguments)}};
}

Messages explain_resource_notified(const Scene& scene) {
    std::vector<Argument> arguments = who_and_what(scene);
    arguments.push_back(number_arg("count", scene.event.a));
    arguments.push_back(scene.words.code("value", scene.event.b));
    const bool has_value = !scene.words.text(scene.event.b).empty();
    switch (static_cast<Notice>(scene.event.detail)) {
    case Notice::EventSet:
        return {{scene.event.a == 0 ? "explain.event.set" : "explain.event.set_wakes",
                 std::move(arguments)}};
    case Notice::EventCleared: return {{"explain.event.cleared", std::move(arguments)}};
    case Notice::FutureSet:
        return {{has_value ? "explain.future.value" : "explain.future.set", std::move(arguments)}};
    case Notice::FutureFailed:
        return {
            {has_value ? "explain.future.error" : "explain.future.failed", std::move(arguments)}};
    case Notice::FutureCancelled: return {{"explain.future.cancelled", std::move(arguments)}};
    case Notice::Notified:
        return {{scene.event.a == 0 ? "explain.notified.nobody" : "explain.notified",
                 std::move(arguments)}};
    case Notice::PassedOn: return {{"explain.notified.passed_on", std::move(arguments)}};
    case Notice::BarrierTripped: return {{"explain.barrier.tripped", std::move(arguments)}};
    case Notice::BarrierReset: return {{"explain.barrier.reset", std::move(arguments)}};
    case Notice::BarrierAborted: return {{"explain.barrier.aborted", std::move(arguments)}};
    case Notice::QueueShutDown: return {{"explain.queue.shut_down", std::move(arguments)}};
    case Notice::None: break;
    }
    return {{"explain.notified", std::move(arguments)}};
}

Messages explain_resource_linked(const Scene& scene) {
    const ResourceType type = type_of(scene);
    std::string_view id = "explain.linked";
    if (type == ResourceType::Wait) {
        id = "explain.linked.wait";
    } else if (type == ResourceType::AsCompleted) {
        id = "explain.linked.as_completed";
    } else if (type == ResourceType::Shield) {
        id = "explain.linked.shield";
    } else if (type == ResourceType::TaskGroup) {
        id = "explain.linked.task_group";
    }
    return {{id,
             {scene.words.subject("task", scene.event.task),
              scene.words.task("other", static_cast<TaskId>(scene.event.a))}}};
}

Messages explain_resource_destroyed(const Scene& scene) {
    return {{"explain.destroyed", {scene.words.resource("resource", scene.event.subject)}}};
}

Messages explain_queue(const Scene& scene) {
    const ResourceInfo* info = scene.resource();
    const std::int64_t capacity = info != nullptr ? info->capacity : 0;
    std::vector<Argument> arguments = who_and_what(scene);
    arguments.push_back(number_arg("depth", scene.event.a));
    arguments.push_back(number_arg("capacity", capacity));
    if (scene.event.kind == EventKind::QueueTaskDone) {
        return {{scene.event.a == 0 ? "explain.queue.all_done" : "explain.queue.done",
                 std::move(arguments)}};
    }
    arguments.push_back(scene.words.code("item", scene.event.b));
    if (scene.event.kind == EventKind::QueueDropped) {
        return {{"explain.queue.dropped", std::move(arguments)}};
    }
    if (scene.event.kind == EventKind::QueueGot) {
        return {{scene.event.a == 0 ? "explain.queue.got_last" : "explain.queue.got",
                 std::move(arguments)}};
    }
    if (capacity > 0 && scene.event.a >= capacity) {
        return {{"explain.queue.put_full", std::move(arguments)}};
    }
    return {
        {capacity > 0 ? "explain.queue.put_limited" : "explain.queue.put", std::move(arguments)}};
}

Messages explain_counter(const Scene& scene) {
    return {{"explain.counter",
             {scene.words.resource("resource", scene.event.subject),
              number_arg("count", scene.event.a)}}};
}

Messages explain_variable(const Scene& scene) {
    std::vector<Argument> arguments = who_and_what(scene);
    arguments.push_back(scene.words.code("value", scene.event.b));
    if (scene.event.kind == EventKind::VariableRead) {
        return {{"explain.reads", std::move(arguments)}};
    }
    if (scene.event.a == 0) {
        return {{"explain.begins_with", std::move(arguments)}};
    }
    const auto lost = lost_update_at(scene.timeline, scene.index);
    if (!lost) {
        return {{"explain.writes", std::move(arguments)}};
    }
    const TextId old = scene.timeline.trace()[lost->read].b;
    arguments.push_back(scene.words.code("old", old));
    arguments.push_back(scene.words.tasks("losers", losers(scene.timeline, *lost)));
    return {{"explain.loses", std::move(arguments)}};
}

}  // namespace coroscope::detail
