// A few words for a list of what a task did; the task is the subject and is not named.

#include "runtime/analysis/explain.h"
#include "runtime/analysis/explain/scene.h"
#include "runtime/analysis/lost_updates.h"
#include "runtime/analysis/time_math.h"
#include "runtime/analysis/wait_graph.h"

namespace coroscope {
namespace {

using detail::Scene;

Message ready(const Scene& scene) {
    const std::vector<Argument> arguments{
        scene.words.task("waker", static_cast<TaskId>(scene.event.a)),
        scene.words.resource("resource", scene.event.subject), scene.words.code("item", 0)};
    switch (static_cast<WakeReason>(scene.event.detail)) {
    case WakeReason::TimerFired: return {"brief.ready.timer", arguments};
    case WakeReason::LockReleased:
    case WakeReason::PermitReleased: return {"brief.ready.released", arguments};
    case WakeReason::EventSet: return {"brief.ready.event", arguments};
    case WakeReason::ItemPut: {
        const std::string_view item = detail::item_near(scene.timeline, scene.index,
                                                        EventKind::QueuePut, scene.event.subject);
        return {"brief.ready.item", {arguments[0], code_arg("item", item.empty() ? "?" : item)}};
    }
    case WakeReason::RoomMade: return {"brief.ready.room", arguments};
    case WakeReason::QueueJoined: return {"brief.ready.joined", arguments};
    case WakeReason::TaskEnded: return {"brief.ready.task", arguments};
    case WakeReason::ChildrenEnded: return {"brief.ready.children", arguments};
    case WakeReason::FutureSet: return {"brief.ready.future", arguments};
    case WakeReason::Cancelled: return {"brief.ready.cancelled", arguments};
    case WakeReason::Notified: return {"brief.ready.notified", arguments};
    case WakeReason::BarrierOpened: return {"brief.ready.barrier_opened", arguments};
    case WakeReason::BarrierChanged: return {"brief.ready.barrier_changed", arguments};
    case WakeReason::QueueShutDown: return {"brief.ready.shut_down", arguments};
    case WakeReason::None:
        if (scene.event.a != 0) {
            return {"brief.ready.by", arguments};
        }
        break;
    case WakeReason::Created: break;
    }
    return {"brief.ready"};
}

Message suspended(const Scene& scene) {
    const std::vector<Argument> arguments{
        scene.words.resource("resource", scene.event.subject),
        duration_arg("time", detail::span(scene.event.time, scene.event.a)),
        scene.words.task("other", static_cast<TaskId>(scene.event.a))};
    const auto reason = static_cast<WaitReason>(scene.event.detail);
    if (reason == WaitReason::Sleep) {
        return {"brief.sleeps", arguments};
    }
    if (reason == WaitReason::Lock &&
        detail::waits_for_ever(scene.timeline, scene.after(scene.event.task))) {
        return {"brief.stuck.lock"};
    }
    switch (reason) {
    case WaitReason::Yield: return {"brief.yields"};
    case WaitReason::Lock:
    case WaitReason::Semaphore:
    case WaitReason::Event:
    case WaitReason::Future:
    case WaitReason::Condition:
    case WaitReason::Barrier:
    case WaitReason::Executor:
    case WaitReason::Reply: return {"brief.waits.for", arguments};
    case WaitReason::QueueGet: return {"brief.waits.item"};
    case WaitReason::QueuePut: return {"brief.waits.room"};
    case WaitReason::QueueJoin: return {"brief.waits.join", arguments};
    case WaitReason::Task: return {"brief.waits.task", arguments};
    case WaitReason::Gather:
    case WaitReason::Wait:
    case WaitReason::WaitFirst:
    case WaitReason::AsCompleted:
    case WaitReason::Shield:
    case WaitReason::TaskGroup: {
        const ResourceInfo* info = scene.resource();
        const auto count = info != nullptr ? std::ssize(info->linked) : 0;
        return {one_is_enough(reason) ? "brief.waits.first" : "brief.waits.gather",
                {number_arg("count", count)}};
    }
    case WaitReason::Sleep:
    case WaitReason::None: break;
    }
    return {"brief.waits"};
}

Message linked(const Scene& scene) {
    const ResourceInfo* info = scene.resource();
    const bool gathers = info == nullptr || info->type == ResourceType::Gather;
    return {gathers ? "brief.gathers" : "brief.linked",
            {scene.words.task("other", static_cast<TaskId>(scene.event.a))}};
}

Message resumed(const Scene& scene) {
    const Interval before = scene.before(scene.event.task);
    if (before.state == TaskState::Created) {
        return {"brief.starts"};
    }
    const std::vector<Argument> arguments{scene.words.line("line", before.site)};
    if (detail::woken_to_be_cancelled(scene.timeline, before)) {
        return {"brief.resumed.error", arguments};
    }
    return {before.site == 0 ? "brief.resumed.somewhere" : "brief.resumed", arguments};
}

Message passed(const Scene& scene) {
    const std::vector<Argument> arguments{duration_arg("time", scene.event.a)};
    switch (static_cast<PassedBy>(scene.event.detail)) {
    case PassedBy::Blocking: return {"brief.blocks", arguments};
    case PassedBy::Busy: return {"brief.computes", arguments};
    case PassedBy::StepCost:
    case PassedBy::None: break;
    }
    return {"brief.step_cost", arguments};
}

Message notified(const Scene& scene) {
    const std::vector<Argument> arguments{scene.words.resource("resource", scene.event.subject)};
    switch (static_cast<Notice>(scene.event.detail)) {
    case Notice::EventSet: return {"brief.sets", arguments};
    case Notice::EventCleared: return {"brief.clears", arguments};
    case Notice::FutureSet: return {"brief.future.set", arguments};
    case Notice::FutureFailed: return {"brief.future.failed", arguments};
    case Notice::FutureCancelled: return {"brief.future.cancelled", arguments};
    case Notice::PassedOn: return {"brief.passes_on", arguments};
    case Notice::BarrierTripped: return {"brief.barrier.tripped", arguments};
    case Notice::BarrierReset: return {"brief.barrier.reset", arguments};
    case Notice::BarrierAborted: return {"brief.barrier.aborted", arguments};
    case Notice::QueueShutDown: return {"brief.shuts_down", arguments};
    case Notice::Notified:
    case Notice::None: break;
    }
    return {"brief.notifies", arguments};
}

Message written(const Scene& scene) {
    std::vector<Argument> arguments{scene.words.code("item", scene.event.b)};
    arguments.push_back(scene.words.resource("resource", scene.event.subject));
    if (scene.event.a == 0) {
        return {"brief.begins_with", std::move(arguments)};
    }
    const auto lost = detail::lost_update_at(scene.timeline, scene.index);
    if (!lost) {
        return {"brief.writes", std::move(arguments)};
    }
    arguments.push_back(scene.words.code("old", scene.timeline.trace()[lost->read].b));
    return {"brief.loses", std::move(arguments)};
}

/// What a task does with a resource, a queue or a variable.
Message with_resource(std::string_view id, const Scene& scene) {
    return {id,
            {scene.words.resource("resource", scene.event.subject),
             scene.words.code("item", scene.event.b)}};
}

Message job(const Scene& scene) {
    const std::vector<Argument> arguments{scene.words.resource("resource", scene.event.subject),
                                          scene.words.code("text", scene.event.b)};
    const ResourceInfo* const where = scene.resource();
    const bool is_place = where != nullptr && where->type == ResourceType::Place;
    if (scene.event.kind == EventKind::JobSubmitted) {
        return {is_place ? "brief.place.asked" : "brief.job.submitted", arguments};
    }
    if (scene.event.kind == EventKind::JobStarted) {
        return {is_place ? "brief.place.begins" : "brief.job.started", arguments};
    }
    if (scene.event.kind == EventKind::JobComputes) {
        return {scene.event.b == 1 ? "brief.job.computes" : "brief.job.gives_way"};
    }
    return {is_place ? "brief.place.ends" : "brief.job.finished", arguments};
}

}  // namespace

Message brief(const Timeline& timeline, EventIndex event) {
    const Scene scene(timeline, event);
    const std::vector<Argument> arguments{scene.words.task("creator", scene.event.subject),
                                          scene.words.code("text", scene.event.b),
                                          scene.words.code("function", scene.event.a)};
    switch (scene.event.kind) {
    case EventKind::LoopIteration:
        return {"brief.iteration", {number_arg("number", scene.event.a)}};
    case EventKind::ClockAdvanced: return {"brief.idle"};
    case EventKind::RunEnded: return {"brief.end"};
    case EventKind::CallbackScheduled: return {"brief.schedules", arguments};
    case EventKind::CallbackRun: return {"brief.callback", arguments};
    case EventKind::TaskCreated: return {"brief.created", arguments};
    case EventKind::TaskReady: return ready(scene);
    case EventKind::TaskResumed: return resumed(scene);
    case EventKind::TaskSuspended: return suspended(scene);
    case EventKind::TaskFinished: return {"brief.finished"};
    case EventKind::TaskFailed: return {"brief.failed", arguments};
    case EventKind::TaskCancelled: return {"brief.cancelled"};
    case EventKind::TaskCancelRequested:
        return {static_cast<CancelRequest>(scene.event.detail) == CancelRequest::TakenBack
                    ? "brief.cancel.taken_back"
                    : "brief.cancel",
                arguments};
    case EventKind::TaskAbandoned: return {"brief.abandoned"};
    case EventKind::TaskRenamed: return {"brief.renamed", arguments};
    case EventKind::ResultTaken:
        return {"brief.taken", {scene.words.task("other", static_cast<TaskId>(scene.event.a))}};
    case EventKind::CoroutineEntered: return {"brief.enters", arguments};
    case EventKind::CoroutineLeft: return {"brief.leaves", arguments};
    case EventKind::TimePassed: return passed(scene);
    case EventKind::TimerSet: return {"brief.timer.set", {duration_arg("deadline", scene.event.a)}};
    case EventKind::TimerFired: return {"brief.timer.fired"};
    case EventKind::TimerCancelled: return {"brief.timer.cancelled"};
    case EventKind::LogLine: return {"brief.log", arguments};
    case EventKind::LoopReport: return {"brief.report"};
    case EventKind::CheckMade:
        return {scene.event.detail == 1 ? "brief.check.holds" : "brief.check.fails", arguments};
    case EventKind::ChoiceMade: return {"brief.choice", {number_arg("count", scene.event.b)}};
    case EventKind::ResourceCreated: return with_resource("brief.makes", scene);
    case EventKind::ResourceAcquired: return with_resource("brief.takes", scene);
    case EventKind::ResourceReleased: return with_resource("brief.releases", scene);
    case EventKind::ResourceNotified: return notified(scene);
    case EventKind::ResourceLinked: return linked(scene);
    case EventKind::ResourceDestroyed: return with_resource("brief.destroyed", scene);
    case EventKind::QueuePut: return with_resource("brief.puts", scene);
    case EventKind::QueueGot: return with_resource("brief.gets", scene);
    case EventKind::QueueTaskDone: return with_resource("brief.task_done", scene);
    case EventKind::QueueDropped: return with_resource("brief.drops", scene);
    case EventKind::CounterChanged:
        return {"brief.counts",
                {scene.words.resource("resource", scene.event.subject),
                 number_arg("count", scene.event.a)}};
    case EventKind::ThreadStarted: return {"brief.thread.started", arguments};
    case EventKind::ThreadEnded: return {"brief.thread.ended"};
    case EventKind::FrameAllocated: return {"brief.frame.made", arguments};
    case EventKind::FrameFreed: return {"brief.frame.freed", arguments};
    case EventKind::JobSubmitted:
    case EventKind::JobStarted:
    case EventKind::JobComputes:
    case EventKind::JobFinished: return job(scene);
    case EventKind::MessageSent: return {"brief.message.sent", arguments};
    case EventKind::MessageArrived: return {"brief.message.arrived", arguments};
    case EventKind::VariableRead: return with_resource("brief.reads", scene);
    case EventKind::VariableWritten: return written(scene);
    case EventKind::None: break;
    }
    return {"brief.something"};
}

}  // namespace coroscope
