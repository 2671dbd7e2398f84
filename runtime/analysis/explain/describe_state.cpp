// What a task is doing at a cursor.

#include <algorithm>

#include "runtime/analysis/explain.h"
#include "runtime/analysis/explain/scene.h"
#include "runtime/analysis/time_math.h"
#include "runtime/analysis/wait_graph.h"

namespace coroscope {
namespace detail {

TaskId holder_of(const Timeline& timeline, ObjectId resource, EventIndex cursor) {
    const auto holders = timeline.holders_at(resource, cursor);
    return holders.empty() ? 0 : holders.front();
}

}  // namespace detail

namespace {

using detail::Words;

Message ready(const Timeline& timeline, TaskId task, EventIndex cursor) {
    const auto queue = timeline.ready_at(cursor);
    const auto others = std::ranges::find(queue, task) - queue.begin();
    if (others == 0) {
        return {"describe.ready_next"};
    }
    return {"describe.ready", {number_arg("count", others)}};
}

Message what_it_waits_for(const Timeline& timeline, const Interval& state, EventIndex cursor) {
    const Words words(timeline);
    std::vector<Argument> arguments{words.resource("resource", state.subject)};
    switch (state.reason) {
    case WaitReason::Lock: {
        const TaskId holder = detail::holder_of(timeline, state.subject, cursor);
        if (holder == 0) {
            return {"describe.waits.for", std::move(arguments)};
        }
        arguments.push_back(words.task("holder", holder));
        return {"describe.waits.lock", std::move(arguments)};
    }
    case WaitReason::Semaphore: return {"describe.waits.permit", std::move(arguments)};
    case WaitReason::Event: return {"describe.waits.event", std::move(arguments)};
    case WaitReason::QueueGet: return {"describe.waits.item", std::move(arguments)};
    case WaitReason::QueuePut: return {"describe.waits.room", std::move(arguments)};
    case WaitReason::QueueJoin: return {"describe.waits.join", std::move(arguments)};
    case WaitReason::Task:
        return {"describe.waits.task", {words.task("other", static_cast<TaskId>(state.extra))}};
    case WaitReason::Gather:
    case WaitReason::Wait:
    case WaitReason::WaitFirst:
    case WaitReason::AsCompleted:
    case WaitReason::Shield:
    case WaitReason::TaskGroup: {
        const ResourceInfo* info = timeline.resource(state.subject);
        const std::vector<TaskId> all = info != nullptr ? info->linked : std::vector<TaskId>();
        const auto open = std::ranges::count_if(
            all, [&](TaskId task) { return !is_over(timeline.state_at(task, cursor).state); });
        return {one_is_enough(state.reason) ? "describe.waits.first" : "describe.waits.gather",
                {number_arg("count", open)}};
    }
    case WaitReason::Future: return {"describe.waits.future", std::move(arguments)};
    case WaitReason::Condition: return {"describe.waits.condition", std::move(arguments)};
    case WaitReason::Executor: return {"describe.waits.executor", std::move(arguments)};
    case WaitReason::Reply: return {"describe.waits.reply", std::move(arguments)};
    case WaitReason::Barrier: return {"describe.waits.barrier", std::move(arguments)};
    case WaitReason::None:
    case WaitReason::Yield:
    case WaitReason::Sleep: break;
    }
    return {"describe.waits"};
}

Message sleeping(const Timeline& timeline, const Interval& state, EventIndex cursor) {
    const Trace& trace = timeline.trace();
    const Nanoseconds now = trace[std::min(cursor, trace.size() - 1)].time;
    if (now > state.extra) {
        return {"describe.overdue",
                {duration_arg("deadline", state.extra),
                 duration_arg("late", detail::minus(now, state.extra))}};
    }
    return {"describe.sleeping", {duration_arg("deadline", state.extra)}};
}

}  // namespace

Message describe_state(const Timeline& timeline, TaskId task, EventIndex cursor) {
    const Interval state = timeline.state_at(task, cursor);
    switch (state.state) {
    case TaskState::NotYet: return {"describe.not_yet"};
    case TaskState::Created:
    case TaskState::Ready: return ready(timeline, task, cursor);
    case TaskState::Running: return {"describe.running"};
    case TaskState::Sleeping: return sleeping(timeline, state, cursor);
    case TaskState::Waiting: {
        Message what = what_it_waits_for(timeline, state, cursor);
        if (!detail::waits_for_ever(timeline, state)) {
            return what;
        }
        return {"describe.for_ever", {message_arg("what", std::move(what))}};
    }
    case TaskState::Finished: return {"describe.finished"};
    case TaskState::Failed: {
        const TaskInfo* info = timeline.task(task);
        const bool known = info != nullptr && info->ended != kNoEvent;
        const TextId error = known ? timeline.trace()[info->ended].b : 0;
        return {"describe.failed", {Words(timeline).code("error", error)}};
    }
    case TaskState::Cancelled: return {"describe.cancelled"};
    case TaskState::Abandoned: return {"describe.abandoned"};
    }
    return {"describe.not_yet"};
}

}  // namespace coroscope
