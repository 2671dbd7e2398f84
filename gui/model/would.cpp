#include "gui/model/would.h"

#include <algorithm>

#include "runtime/analysis/time_math.h"

namespace coroscope::gui {
namespace {

/// Dealings with others say most of a step, then variables, then the rest.
enum class Weight : std::uint8_t { Nothing, Little, Variable, Dealing };

struct Said {
    Weight weight = Weight::Nothing;
    Message words;
};

// The events of one step, put into words.
class StepWords {
public:
    StepWords(const Timeline& timeline, const TraceEvent& event)
        : timeline_(timeline), event_(event) {}

    [[nodiscard]] Said said() const;
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
    [[nodiscard]] Message passed() const;

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
    case WaitReason::Reply:
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

Message StepWords::passed() const {
    const std::vector<Argument> time{duration_arg("time", event_.a)};
    switch (static_cast<PassedBy>(event_.detail)) {
    case PassedBy::Blocking: return {"ui.would.block", time};
    case PassedBy::Busy: return {"ui.would.compute", time};
    case PassedBy::StepCost:
    case PassedBy::None: break;
    }
    return {};
}

Said StepWords::said() const {
    using enum Weight;
    switch (event_.kind) {
    case EventKind::TaskSuspended: {
        Message words = suspended();
        return {words.empty()           ? Nothing
                : why_waiting().empty() ? Little
                                        : Dealing,
                std::move(words)};
    }
    case EventKind::TimePassed: {
        Message words = passed();
        return {words.empty() ? Nothing : Variable, std::move(words)};
    }
    case EventKind::ResourceAcquired: return {Dealing, {"ui.would.take", {resource()}}};
    case EventKind::ResourceNotified: return {Dealing, {"ui.would.notify", {resource()}}};
    case EventKind::QueuePut: return {Dealing, {"ui.would.put", {text(), resource()}}};
    case EventKind::QueueGot: return {Dealing, {"ui.would.get", {text(), resource()}}};
    case EventKind::JobSubmitted: return {Dealing, {"ui.would.submit", {text(), resource()}}};
    case EventKind::MessageSent: return {Dealing, {"ui.would.send", {text()}}};
    case EventKind::TaskFailed: return {Dealing, {"ui.would.fail", {text()}}};
    case EventKind::VariableRead: return {Variable, {"ui.would.read", {text(), resource()}}};
    case EventKind::VariableWritten: return {Variable, {"ui.would.write", {text(), resource()}}};
    case EventKind::TaskFinished: return {Little, {"ui.would.finish"}};
    case EventKind::TaskCancelled: return {Little, {"ui.would.be_cancelled"}};
    case EventKind::TaskCreated: return {Little, {"ui.would.create", {task(event_.task)}}};
    case EventKind::ResourceReleased: return {Little, {"ui.would.release", {resource()}}};
    case EventKind::LogLine: return {Little, {"ui.would.log", {text()}}};
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
    case EventKind::MessageArrived:
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
    Weight heaviest = Weight::Nothing;
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
        if (Said said = words.said(); said.weight > heaviest) {
            would.words = std::move(said.words);
            heaviest = said.weight;
        }
        if (ends) {
            would.why_waiting = words.why_waiting();
            break;
        }
    }
    return would;
}

}  // namespace coroscope::gui
