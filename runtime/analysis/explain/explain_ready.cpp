// Why a task is ready.

#include <algorithm>

#include "runtime/analysis/explain/scene.h"
#include "runtime/analysis/time_math.h"

namespace coroscope::detail {
namespace {

/// The primitives wake right after what they do: what woke a task is at most this many events away.
constexpr EventIndex kNear = 16;

Messages after_timer(const Scene& scene, std::vector<Argument> arguments) {
    const Interval before = scene.before(scene.event.task);
    if (before.state != TaskState::Sleeping) {
        return {{"explain.ready.timer", std::move(arguments)}};
    }
    const Nanoseconds late = minus(scene.event.time, before.extra);
    arguments.push_back(duration_arg("time", span(before.begin, before.extra)));
    arguments.push_back(duration_arg("late", late));
    return {{late > 0 ? "explain.ready.slept_late" : "explain.ready.slept", std::move(arguments)}};
}

Messages after_put(const Scene& scene, std::vector<Argument> arguments) {
    const std::string_view item =
        item_near(scene.timeline, scene.index, EventKind::QueuePut, scene.event.subject);
    if (item.empty()) {
        return {{"explain.ready.something_put", std::move(arguments)}};
    }
    arguments.push_back(code_arg("item", item));
    return {{"explain.ready.item_put", std::move(arguments)}};
}

Messages after_children(const Scene& scene, std::vector<Argument> arguments) {
    const Interval before = scene.before(scene.event.task);
    const ResourceInfo* gather = scene.timeline.resource(before.subject);
    const bool all_over =
        gather == nullptr || std::ranges::all_of(gather->linked, [&](TaskId task) {
            return is_over(scene.after(task).state);
        });
    if (before.reason == WaitReason::TaskGroup) {
        return {{"explain.ready.group", std::move(arguments)}};
    }
    if (before.reason == WaitReason::Shield) {
        return {{"explain.ready.shield", std::move(arguments)}};
    }
    if (waits_for_linked(before.reason) && before.reason != WaitReason::Gather) {
        return {{"explain.ready.waited", std::move(arguments)}};
    }
    return {
        {all_over ? "explain.ready.children" : "explain.ready.child_failed", std::move(arguments)}};
}

Messages after_task(const Scene& scene, std::vector<Argument> arguments) {
    const Interval before = scene.before(scene.event.task);
    const bool known = before.reason == WaitReason::Task && before.extra > 0;
    arguments.push_back(scene.words.task(
        "other", known ? static_cast<TaskId>(before.extra) : static_cast<TaskId>(scene.event.a)));
    return {{"explain.ready.task", std::move(arguments)}};
}

}  // namespace

std::string_view item_near(const Timeline& timeline, EventIndex index, EventKind kind,
                           ObjectId queue) {
    const Trace& trace = timeline.trace();
    for (EventIndex i = index, left = kNear; i-- > 0 && left-- > 0;) {
        const TraceEvent& event = trace[i];
        if (event.kind == kind && event.subject == queue) {
            return trace.text(event.b);
        }
        if (event.kind == EventKind::TaskResumed) {
            break;
        }
    }
    return {};
}

Messages explain_task_ready(const Scene& scene) {
    std::vector<Argument> arguments{scene.words.subject("task", scene.event.task),
                                    scene.words.task("waker", static_cast<TaskId>(scene.event.a)),
                                    scene.words.resource("resource", scene.event.subject)};
    switch (static_cast<WakeReason>(scene.event.detail)) {
    case WakeReason::Created: return {{"explain.ready.created", std::move(arguments)}};
    case WakeReason::TimerFired: return after_timer(scene, std::move(arguments));
    case WakeReason::LockReleased: return {{"explain.ready.lock", std::move(arguments)}};
    case WakeReason::PermitReleased: return {{"explain.ready.permit", std::move(arguments)}};
    case WakeReason::EventSet: return {{"explain.ready.event", std::move(arguments)}};
    case WakeReason::ItemPut: return after_put(scene, std::move(arguments));
    case WakeReason::RoomMade: return {{"explain.ready.room", std::move(arguments)}};
    case WakeReason::QueueJoined: return {{"explain.ready.joined", std::move(arguments)}};
    case WakeReason::TaskEnded: return after_task(scene, std::move(arguments));
    case WakeReason::ChildrenEnded: return after_children(scene, std::move(arguments));
    case WakeReason::FutureSet: return {{"explain.ready.future", std::move(arguments)}};
    case WakeReason::Cancelled: return {{"explain.ready.cancelled", std::move(arguments)}};
    case WakeReason::Notified: return {{"explain.ready.notified", std::move(arguments)}};
    case WakeReason::BarrierOpened: return {{"explain.ready.barrier_opened", std::move(arguments)}};
    case WakeReason::BarrierChanged:
        return {{"explain.ready.barrier_changed", std::move(arguments)}};
    case WakeReason::QueueShutDown: return {{"explain.ready.shut_down", std::move(arguments)}};
    case WakeReason::None:
        if (scene.event.a != 0) {
            return {{"explain.ready.by", std::move(arguments)}};
        }
        break;
    }
    return {{"explain.ready", std::move(arguments)}};
}

}  // namespace coroscope::detail
