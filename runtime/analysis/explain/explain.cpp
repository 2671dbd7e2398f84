#include "runtime/analysis/explain.h"

#include "runtime/analysis/explain/scene.h"

namespace coroscope {

std::vector<Message> explain(const Timeline& timeline, EventIndex event) {
    const detail::Scene scene(timeline, event);
    switch (scene.event.kind) {
    case EventKind::LoopIteration: return explain_iteration(scene);
    case EventKind::ClockAdvanced: return explain_clock(scene);
    case EventKind::RunEnded: return explain_end(scene);
    case EventKind::CallbackScheduled:
    case EventKind::CallbackRun: return explain_callback(scene);
    case EventKind::TaskCreated: return explain_task_created(scene);
    case EventKind::TaskReady: return explain_task_ready(scene);
    case EventKind::TaskResumed: return explain_task_resumed(scene);
    case EventKind::TaskSuspended: return explain_task_suspended(scene);
    case EventKind::TaskFailed: return explain_task_failed(scene);
    case EventKind::TaskFinished:
    case EventKind::TaskCancelled:
    case EventKind::TaskAbandoned: return explain_task_over(scene);
    case EventKind::TaskCancelRequested: return explain_cancel_requested(scene);
    case EventKind::TaskRenamed: return explain_task_renamed(scene);
    case EventKind::ResultTaken: return explain_result_taken(scene);
    case EventKind::CoroutineEntered:
    case EventKind::CoroutineLeft: return explain_coroutine(scene);
    case EventKind::TimePassed: return explain_time_passed(scene);
    case EventKind::TimerSet:
    case EventKind::TimerFired:
    case EventKind::TimerCancelled: return explain_timer(scene);
    case EventKind::ResourceCreated: return explain_resource_created(scene);
    case EventKind::ResourceAcquired: return explain_resource_acquired(scene);
    case EventKind::ResourceReleased: return explain_resource_released(scene);
    case EventKind::ResourceNotified: return explain_resource_notified(scene);
    case EventKind::ResourceLinked: return explain_resource_linked(scene);
    case EventKind::ResourceDestroyed: return explain_resource_destroyed(scene);
    case EventKind::QueuePut:
    case EventKind::QueueGot:
    case EventKind::QueueDropped:
    case EventKind::QueueTaskDone: return explain_queue(scene);
    case EventKind::CounterChanged: return explain_counter(scene);
    case EventKind::VariableRead:
    case EventKind::VariableWritten: return explain_variable(scene);
    case EventKind::LogLine:
    case EventKind::LoopReport:
    case EventKind::CheckMade: return explain_words(scene);
    case EventKind::JobSubmitted:
    case EventKind::JobStarted:
    case EventKind::JobComputes:
    case EventKind::JobFinished: return explain_job(scene);
    case EventKind::MessageSent:
    case EventKind::MessageArrived: return explain_message(scene);
    case EventKind::ThreadStarted:
    case EventKind::ThreadEnded: return explain_thread(scene);
    case EventKind::FrameAllocated:
    case EventKind::FrameFreed: return explain_frame(scene);
    case EventKind::ChoiceMade: return explain_choice(scene);
    case EventKind::None: break;
    }
    return explain_unknown(scene);
}

}  // namespace coroscope
