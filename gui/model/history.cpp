#include "gui/model/history.h"

namespace coroscope::gui {

bool belongs_to_history(const TraceEvent& event) {
    switch (event.kind) {
    case EventKind::TaskCreated:
    case EventKind::TaskSuspended:
    case EventKind::TaskFinished:
    case EventKind::TaskFailed:
    case EventKind::TaskCancelled:
    case EventKind::TaskAbandoned:
    case EventKind::TaskCancelRequested:
    case EventKind::TimePassed:
    case EventKind::ResourceAcquired:
    case EventKind::ResourceReleased:
    case EventKind::ResourceNotified:
    case EventKind::QueuePut:
    case EventKind::QueueGot:
    case EventKind::QueueTaskDone:
    case EventKind::QueueDropped:
    case EventKind::CounterChanged:
    case EventKind::VariableRead:
    case EventKind::VariableWritten:
    case EventKind::LogLine:
    case EventKind::ThreadStarted:
    case EventKind::JobSubmitted:
    case EventKind::MessageSent:
    case EventKind::MessageArrived:
    case EventKind::CheckMade: return true;
    case EventKind::TaskReady: return static_cast<WakeReason>(event.detail) != WakeReason::Created;
    case EventKind::None:
    case EventKind::LoopIteration:
    case EventKind::ClockAdvanced:
    case EventKind::RunEnded:
    case EventKind::CallbackScheduled:
    case EventKind::CallbackRun:
    case EventKind::TaskResumed:
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
    case EventKind::JobStarted:
    case EventKind::JobComputes:
    case EventKind::JobFinished:
    case EventKind::ThreadEnded:
    case EventKind::FrameAllocated:
    case EventKind::FrameFreed:
    case EventKind::LoopReport:
    case EventKind::ChoiceMade: return false;
    }
    return false;
}

}  // namespace coroscope::gui
