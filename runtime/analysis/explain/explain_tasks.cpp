// A task's life: created, resumed, over, asked to stop; coroutines entered and left.

#include <algorithm>

#include "runtime/analysis/explain/scene.h"
#include "runtime/analysis/time_math.h"

namespace coroscope::detail {
namespace {

/// The tasks that wait for `task` just before it ends: by awaiting it or through a gather, a group
/// ...
std::vector<TaskId> awaiters(const Scene& scene, TaskId task) {
    std::vector<TaskId> found;
    for (const TaskInfo& other : scene.timeline.tasks()) {
        const Interval state = scene.before(other.id);
        const ResourceInfo* through = scene.timeline.resource(state.subject);
        const bool awaits = state.reason == WaitReason::Task && state.extra == task;
        const bool gathers = waits_for_linked(state.reason) && through != nullptr &&
                             std::ranges::find(through->linked, task) != through->linked.end();
        if (state.state == TaskState::Waiting && (awaits || gathers)) {
            found.push_back(other.id);
        }
    }
    return found;
}

/// How a task came to be first: by its place, or by a choice made just before.
Argument why_now(const Scene& scene, const Interval& ready) {
    const Argument time = duration_arg("time", span(ready.begin, scene.event.time));
    if (scene.index > 0) {
        const TraceEvent& choice = scene.timeline.trace()[scene.index - 1];
        if (choice.kind == EventKind::ChoiceMade && choice.task == scene.event.task &&
            choice.a != 0) {
            return message_arg(
                "why", Message("explain.resumed.chosen", {time, number_arg("count", choice.b)}));
        }
    }
    return message_arg("why", Message("explain.resumed.first", {time}));
}

}  // namespace

bool woken_to_be_cancelled(const Timeline& timeline, const Interval& ready) {
    const Trace& trace = timeline.trace();
    return ready.woken_by < trace.size() && trace[ready.woken_by].kind == EventKind::TaskReady &&
           static_cast<WakeReason>(trace[ready.woken_by].detail) == WakeReason::Cancelled;
}

Messages explain_task_created(const Scene& scene) {
    const TaskId creator = scene.event.subject;
    if (creator == 0) {
        return {{"explain.created.by_loop", {scene.words.task("task", scene.event.task)}}};
    }
    return {{"explain.created",
             {scene.words.task("creator", creator), scene.words.task("task", scene.event.task)}}};
}

Messages explain_task_resumed(const Scene& scene) {
    const Interval before = scene.before(scene.event.task);
    const Argument task = scene.words.subject("task", scene.event.task);
    if (before.state == TaskState::Created) {
        return {{"explain.starts", {task, why_now(scene, before)}}};
    }
    std::vector<Argument> arguments{task, scene.words.line("line", before.site)};
    if (before.site == 0 && scene.timeline.iterations().empty()) {
        return {{"explain.resumed.somewhere", std::move(arguments)}};
    }
    if (before.state != TaskState::Ready) {
        return {{"explain.resumed.plain", std::move(arguments)}};
    }
    arguments.push_back(why_now(scene, before));
    return {{woken_to_be_cancelled(scene.timeline, before) ? "explain.resumed.error"
                                                           : "explain.resumed",
             std::move(arguments)}};
}

Messages explain_task_over(const Scene& scene) {
    const Argument task = scene.words.subject("task", scene.event.task);
    if (scene.event.kind == EventKind::TaskCancelled) {
        return {{"explain.cancelled", {task}}};
    }
    if (scene.event.kind == EventKind::TaskAbandoned) {
        return {{"explain.abandoned", {task}}};
    }
    if (scene.words.text(scene.event.b).empty()) {
        return {{"explain.finished", {task}}};
    }
    return {{"explain.returns", {task, scene.words.code("value", scene.event.b)}}};
}

Messages explain_task_failed(const Scene& scene) {
    // "Type: message" is too long for a sentence; the message is in the inspector.
    const std::string_view error = scene.words.text(scene.event.b);
    const std::string_view type = error.substr(0, error.find(':'));
    std::vector<Argument> arguments{scene.words.subject("task", scene.event.task),
                                    code_arg("error", type.empty() ? "?" : type),
                                    scene.words.line("line", scene.event.site)};
    const std::vector<TaskId> who = awaiters(scene, scene.event.task);
    if (who.empty()) {
        return {{"explain.failed.alone", std::move(arguments)}};
    }
    arguments.push_back(scene.words.tasks("awaiter", who));
    return {{"explain.failed", std::move(arguments)}};
}

Messages explain_cancel_requested(const Scene& scene) {
    const TaskId task = scene.event.task;
    const Interval state = scene.before(task);
    std::vector<Argument> arguments{scene.words.subject("requester", scene.event.subject),
                                    scene.words.task("task", task),
                                    scene.words.line("line", state.site)};
    switch (static_cast<CancelRequest>(scene.event.detail)) {
    case CancelRequest::TooLate: return {{"explain.cancel.too_late", std::move(arguments)}};
    case CancelRequest::TakenBack: return {{"explain.cancel.taken_back", std::move(arguments)}};
    case CancelRequest::Accepted: break;
    }
    if (scene.event.subject == task) {
        return {{"explain.cancel.itself", std::move(arguments)}};
    }
    return {{state.state == TaskState::Created ? "explain.cancel.unstarted" : "explain.cancel",
             std::move(arguments)}};
}

Messages explain_task_renamed(const Scene& scene) {
    return {{"explain.renamed", {scene.words.code("name", scene.event.b)}}};
}

Messages explain_result_taken(const Scene& scene) {
    const bool awaited = static_cast<Taking>(scene.event.detail) == Taking::Awaited;
    return {{awaited ? "explain.taken.awaited" : "explain.taken.asked",
             {scene.words.subject("task", scene.event.task),
              scene.words.task("other", static_cast<TaskId>(scene.event.a)),
              scene.words.line("line", scene.event.site)}}};
}

Messages explain_coroutine(const Scene& scene) {
    const std::vector<Argument> arguments{scene.words.subject("task", scene.event.task),
                                          scene.words.code("function", scene.event.a),
                                          scene.words.line("line", scene.event.site)};
    const bool root = scene.event.b <= 1;
    if (scene.event.kind == EventKind::CoroutineEntered) {
        return {{root ? "explain.entered.root" : "explain.entered", arguments}};
    }
    if (scene.event.detail == 1) {
        return {{"explain.left.by_exception", arguments}};
    }
    return {{root ? "explain.left.root" : "explain.left", arguments}};
}

}  // namespace coroscope::detail
