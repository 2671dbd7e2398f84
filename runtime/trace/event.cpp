#include "runtime/trace/event.h"

#include <array>
#include <cstddef>

namespace coroscope {

namespace {

template <class Enum, std::size_t N>
std::string_view from_table(const std::array<std::string_view, N>& names, Enum value) {
    const auto index = static_cast<std::size_t>(value);
    return index < N ? names[index] : "unknown";
}

}  // namespace

std::string_view name_of(EventKind kind) {
    switch (kind) {
    case EventKind::None: return "none";
    case EventKind::LoopIteration: return "loop-iteration";
    case EventKind::ClockAdvanced: return "clock-advanced";
    case EventKind::RunEnded: return "run-ended";
    case EventKind::CallbackScheduled: return "callback-scheduled";
    case EventKind::CallbackRun: return "callback-run";
    case EventKind::TaskCreated: return "task-created";
    case EventKind::TaskReady: return "task-ready";
    case EventKind::TaskResumed: return "task-resumed";
    case EventKind::TaskSuspended: return "task-suspended";
    case EventKind::TaskFinished: return "task-finished";
    case EventKind::TaskFailed: return "task-failed";
    case EventKind::TaskCancelled: return "task-cancelled";
    case EventKind::TaskCancelRequested: return "task-cancel-requested";
    case EventKind::TaskAbandoned: return "task-abandoned";
    case EventKind::TaskRenamed: return "task-renamed";
    case EventKind::ResultTaken: return "result-taken";
    case EventKind::CoroutineEntered: return "coroutine-entered";
    case EventKind::CoroutineLeft: return "coroutine-left";
    case EventKind::TimePassed: return "time-passed";
    case EventKind::TimerSet: return "timer-set";
    case EventKind::TimerFired: return "timer-fired";
    case EventKind::TimerCancelled: return "timer-cancelled";
    case EventKind::ResourceCreated: return "resource-created";
    case EventKind::ResourceAcquired: return "resource-acquired";
    case EventKind::ResourceReleased: return "resource-released";
    case EventKind::ResourceNotified: return "resource-notified";
    case EventKind::ResourceLinked: return "resource-linked";
    case EventKind::ResourceDestroyed: return "resource-destroyed";
    case EventKind::QueuePut: return "queue-put";
    case EventKind::QueueGot: return "queue-got";
    case EventKind::QueueTaskDone: return "queue-task-done";
    case EventKind::QueueDropped: return "queue-dropped";
    case EventKind::CounterChanged: return "counter-changed";
    case EventKind::VariableRead: return "variable-read";
    case EventKind::VariableWritten: return "variable-written";
    case EventKind::LogLine: return "log-line";
    case EventKind::LoopReport: return "loop-report";
    case EventKind::CheckMade: return "check-made";
    case EventKind::ChoiceMade: return "choice-made";
    case EventKind::ThreadStarted: return "thread-started";
    case EventKind::ThreadEnded: return "thread-ended";
    case EventKind::FrameAllocated: return "frame-allocated";
    case EventKind::FrameFreed: return "frame-freed";
    case EventKind::JobSubmitted: return "job-submitted";
    case EventKind::JobStarted: return "job-started";
    case EventKind::JobComputes: return "job-computes";
    case EventKind::JobFinished: return "job-finished";
    case EventKind::MessageSent: return "message-sent";
    case EventKind::MessageArrived: return "message-arrived";
    }
    return "unknown";
}

std::string_view name_of(WaitReason reason) {
    static constexpr std::array<std::string_view, 21> kNames = {
        "none",      "yield",      "sleep",        "lock",   "semaphore",  "event",
        "queue-get", "queue-put",  "queue-join",   "task",   "gather",     "future",
        "wait",      "wait-first", "as-completed", "shield", "task-group", "condition",
        "barrier",   "executor",   "reply"};
    return from_table(kNames, reason);
}

std::string_view name_of(WakeReason reason) {
    static constexpr std::array<std::string_view, 17> kNames = {"none",
                                                                "created",
                                                                "timer-fired",
                                                                "lock-released",
                                                                "permit-released",
                                                                "event-set",
                                                                "item-put",
                                                                "room-made",
                                                                "queue-joined",
                                                                "task-ended",
                                                                "children-ended",
                                                                "future-set",
                                                                "cancelled",
                                                                "notified",
                                                                "barrier-opened",
                                                                "barrier-changed",
                                                                "queue-shut-down"};
    return from_table(kNames, reason);
}

std::string_view name_of(ResourceType type) {
    static constexpr std::array<std::string_view, 18> kNames = {
        "none",      "lock",     "semaphore", "event",        "queue",  "future",
        "gather",    "variable", "wait",      "as-completed", "shield", "task-group",
        "condition", "barrier",  "executor",  "counter",      "local",  "place"};
    return from_table(kNames, type);
}

bool waits_for_linked(WaitReason reason) {
    return reason == WaitReason::Gather || reason == WaitReason::Wait ||
           reason == WaitReason::WaitFirst || reason == WaitReason::AsCompleted ||
           reason == WaitReason::Shield || reason == WaitReason::TaskGroup;
}

bool is_outside(WaitReason reason) {
    return reason == WaitReason::Executor || reason == WaitReason::Reply;
}

bool one_is_enough(WaitReason reason) {
    return reason == WaitReason::WaitFirst || reason == WaitReason::AsCompleted;
}

bool has_jobs(ResourceType type) {
    return type == ResourceType::Executor || type == ResourceType::Place;
}

bool links_tasks(ResourceType type) {
    return type == ResourceType::Gather || type == ResourceType::Wait ||
           type == ResourceType::AsCompleted || type == ResourceType::Shield ||
           type == ResourceType::TaskGroup;
}

std::string_view name_of(Outcome outcome) {
    static constexpr std::array<std::string_view, 6> kNames = {"none", "finished", "failed",
                                                               "hang", "budget",   "stopped"};
    return from_table(kNames, outcome);
}

bool a_is_text(EventKind kind) {
    return kind == EventKind::TaskCreated || kind == EventKind::CoroutineEntered ||
           kind == EventKind::CoroutineLeft;
}

bool subject_is_text(EventKind kind) { return kind == EventKind::ChoiceMade; }

bool b_is_text(EventKind kind) {
    switch (kind) {
    case EventKind::RunEnded:
    case EventKind::CallbackScheduled:
    case EventKind::CallbackRun:
    case EventKind::TaskCreated:
    case EventKind::TaskFinished:
    case EventKind::TaskFailed:
    case EventKind::TaskCancelled:
    case EventKind::TaskCancelRequested:
    case EventKind::TaskRenamed:
    case EventKind::ResourceCreated:
    case EventKind::ResourceNotified:
    case EventKind::QueuePut:
    case EventKind::QueueGot:
    case EventKind::QueueDropped:
    case EventKind::VariableRead:
    case EventKind::VariableWritten:
    case EventKind::LogLine:
    case EventKind::LoopReport:
    case EventKind::FrameAllocated:
    case EventKind::FrameFreed:
    case EventKind::ThreadStarted:
    case EventKind::JobSubmitted:
    case EventKind::JobStarted:
    case EventKind::JobFinished:
    case EventKind::MessageSent:
    case EventKind::MessageArrived:
    case EventKind::CheckMade: return true;
    case EventKind::None:
    case EventKind::LoopIteration:
    case EventKind::ClockAdvanced:
    case EventKind::TaskReady:
    case EventKind::TaskResumed:
    case EventKind::TaskSuspended:
    case EventKind::TaskAbandoned:
    case EventKind::ResultTaken:
    case EventKind::CoroutineEntered:
    case EventKind::CoroutineLeft:
    case EventKind::TimePassed:
    case EventKind::TimerSet:
    case EventKind::TimerFired:
    case EventKind::TimerCancelled:
    case EventKind::ResourceAcquired:
    case EventKind::ResourceReleased:
    case EventKind::ResourceLinked:
    case EventKind::ResourceDestroyed:
    case EventKind::QueueTaskDone:
    case EventKind::CounterChanged:
    case EventKind::JobComputes:
    case EventKind::ThreadEnded:
    case EventKind::ChoiceMade: break;
    }
    return false;
}

}  // namespace coroscope
