#include "gui/model/would.h"

#include <algorithm>

#include "runtime/analysis/time_math.h"

namespace coroscope::gui {
namespace {

// The events of one step, put into words.
class StepWords {
public:
    StepWords(const Timeline& timeline, const TraceEvent& event)
        : timeline_(timeline), event_(event) {}

    [[nodiscard]] Message words() const;
    [[nodiscard]] Message why_waiting() const;

private:
    [[nodiscard]] Argument resource() const {
        return resource_arg("resource", event_.subject, timeline_.resource_name(event_.subject));
    }
    [[nodiscard]] Argument text() const {
        return code_arg("item", timeline_.trace().text(event_.b));
    }
    [[nodiscard]] Argument task(TaskId id) const {
        return task_arg("other", id, timeline_.task_name(id));
    }
    [[nodiscard]] Message suspended() const;

    const Timeline& timeline_;
    const TraceEvent& event_;
};

Message StepWords::suspended() const {
    switch (static_cast<WaitReason>(event_.detail)) {
    case WaitReason::Sleep:
        return {"ui.would.sleep", {duration_arg("time", detail::span(event_.time, event_.a))}};
    case WaitReason::Yield: return {"ui.would.yield"};
    case WaitReason::QueuePut: return {"ui.would.find_full", {resource()}};
    case WaitReason::QueueGet: return {"ui.would.find_empty", {resource()}};
    case WaitReason::Lock:
    case WaitReason::Semaphore:
    case WaitReason::Event:
    case WaitReason::Condition:
    case WaitReason::Barrier:
    case WaitReason::Executor:
    case WaitReason::QueueJoin: return {"ui.would.wait_for", {resource()}};
    case WaitReason::Task: return {"ui.would.wait_for_task", {task(static_cast<TaskId>(event_.a))}};
    case WaitReason::Gather:
    case WaitReason::Future:
    case WaitReason::Wait:
    case WaitReason::WaitFirst:
    case WaitReason::AsCompleted:
    case WaitReason::Shield:
    case WaitReason::TaskGroup: return {"ui.would.wait"};
    case WaitReason::None: break;
    }
    return {};
}

Message StepWords::words() const {
    switch (event_.kind) {
    case EventKind::TaskSuspended: return suspended();
    case EventKind::TaskFinished: return {"ui.would.finish"};
    case EventKind::TaskFailed: return {"ui.would.fail", {text()}};
    case EventKind::TaskCancelled: return {"ui.would.be_cancelled"};
    case EventKind::TaskCreated: return {"ui.would.create", {task(event_.task)}};
    case EventKind::TimePassed: {
        const std::vector<Argument> time{duration_arg("time", event_.a)};
        switch (static_cast<PassedBy>(event_.detail)) {
        case PassedBy::Blocking: return {"ui.would.block", time};
        case PassedBy::Busy: return {"ui.would.compute", time};
        case PassedBy::StepCost:
        case PassedBy::None: break;
        }
        return {};
    }
    case EventKind::ResourceAcquired: return {"ui.would.take", {resource()}};
    case EventKind::ResourceReleased: return {"ui.would.release", {resource()}};
    case EventKind::ResourceNotified: return {"ui.would.notify", {resource()}};
    case EventKind::QueuePut: return {"ui.would.put", {text(), resource()}};
    case EventKind::QueueGot: return {"ui.would.get", {text(), resource()}};
    case EventKind::VariableRead: return {"ui.would.read", {text(), resource()}};
    case EventKind::VariableWritten: return {"ui.would.write", {text(), resource()}};
    case EventKind::LogLine: return {"ui.would.log", {text()}};
    case EventKind::JobSubmitted: return {"ui.would.submit", {text(), resource()}};
    case EventKind::None:
    case EventKind::LoopIteration:
    case EventKind::ClockAdvanced:
    case EventKind::RunEnded:
    case EventKind::CallbackScheduled:
    case EventKind::CallbackRun:
    case EventKind::TaskReady:
    case EventKind::TaskResumed:
    case EventKind::TaskCancelRequested:
    case EventKind::TaskAbandoned:
    case EventKind::TaskRenamed:
    case EventKind::ResultTaken:
    case EventKind::CoroutineEntered:
    case EventKind::CoroutineLeft:
    case EventKind::TimerSet:
    case EventKind::TimerFired:
    case EventKind::TimerCancelled:
    case EventKind::ResourceCreated:
    case EventKind::ResourceLinked:
    case EventKind::ResourceDestroyed:
    case EventKind::QueueTaskDone:
    case EventKind::QueueDropped:
    case EventKind::CounterChanged:
    case EventKind::LoopReport:
    case EventKind::CheckMade:
    case EventKind::ChoiceMade:
    case EventKind::JobStarted:
    case EventKind::JobComputes:
    case EventKind::JobFinished:
    case EventKind::ThreadStarted:
    case EventKind::ThreadEnded:
    case EventKind::FrameAllocated:
    case EventKind::FrameFreed: break;
    }
    return {};
}

// Only for what a task could have had at once: a sleep is no misfortune.
Message StepWords::why_waiting() const {
    if (event_.kind != EventKind::TaskSuspended) {
        return {};
    }
    const auto reason = static_cast<WaitReason>(event_.detail);
    return reason == WaitReason::QueuePut    ? Message("ui.try.full", {resource()})
           : reason == WaitReason::QueueGet  ? Message("ui.try.empty", {resource()})
           : reason == WaitReason::Lock      ? Message("ui.try.held", {resource()})
           : reason == WaitReason::Semaphore ? Message("ui.try.taken", {resource()})
           : reason == WaitReason::Event     ? Message("ui.try.not_set", {resource()})
                                             : Message();
}

}  // namespace

Would would_do(const Timeline& timeline, EventIndex resumed) {
    static constexpr EventIndex kMostLooked = 1000;  // a step may be as long as a run
    const Trace& trace = timeline.trace();
    const TaskId task = trace[resumed].task;
    Would would;
    for (EventIndex i = resumed + 1; i < std::min(trace.size(), resumed + kMostLooked); ++i) {
        const TraceEvent& event = trace[i];
        const bool ends =
            event.kind == EventKind::TaskSuspended || event.kind == EventKind::TaskFinished ||
            event.kind == EventKind::TaskFailed || event.kind == EventKind::TaskCancelled;
        const bool own =
            event.task == task || (event.kind == EventKind::TaskCreated && event.subject == task);
        if (event.kind == EventKind::TaskResumed || event.kind == EventKind::RunEnded) {
            break;
        }
        if (!own) {
            continue;
        }
        const StepWords words(timeline, event);
        if (would.words.empty()) {
            would.words = words.words();
        }
        if (ends) {
            would.why_waiting = words.why_waiting();
            break;
        }
    }
    return would;
}

}  // namespace coroscope::gui
