#include "tests/support/replay.h"

#include <algorithm>

namespace coroscope {

namespace {

bool is_end(EventKind kind) {
    return kind == EventKind::TaskFinished || kind == EventKind::TaskFailed ||
           kind == EventKind::TaskCancelled || kind == EventKind::TaskAbandoned;
}

bool is_gain(EventKind kind, int reason) {
    return (kind == EventKind::ResourceAcquired && (reason == 3 || reason == 4)) ||
           (kind == EventKind::QueueGot && reason == 6) ||
           (kind == EventKind::QueuePut && reason == 7);
}

bool is_object_event(EventKind kind) {
    const int number = static_cast<int>(kind);
    return number >= 30 && number < 70;
}

template <class Predicate>
void remove_first_or_oldest(std::vector<Replay::Entry>& entries, Predicate&& is_it) {
    auto found = std::find_if(entries.begin(), entries.end(), is_it);
    if (found == entries.end()) {
        found = entries.begin();
    }
    if (found != entries.end()) {
        entries.erase(found);
    }
}

}  // namespace

void Replay::apply(EventIndex index) {
    index_ = index;
    const TraceEvent& event = trace_[index];
    for (auto& [id, resource] : resources) {
        std::erase_if(resource.waits, [&](const Entry& wait) { return wait.end <= index; });
    }
    if (event.kind == EventKind::TaskCreated) {
        tasks.emplace_back();
        tasks.back().frames.push_back({static_cast<TextId>(event.a), 1, 0, 0});
        become(event, TaskState::Created);
        return;
    }
    if (event.task >= tasks.size()) {
        return;
    }
    if (event.kind == EventKind::LoopIteration) {
        ++iterations;
    }
    if (event.task != 0) {
        apply_to_stack(event);
        if (!over(event.task)) {
            apply_to_task(event);
        }
    }
    if (is_object_event(event.kind)) {
        apply_to_resource(event);
    }
}

void Replay::become(const TraceEvent& event, TaskState state) {
    Task& task = tasks[event.task];
    std::erase(ready, event.task);
    if (state == TaskState::Created || state == TaskState::Ready) {
        ready.push_back(event.task);
    }
    const bool waits = state == TaskState::Sleeping || state == TaskState::Waiting;
    const bool yields = event.kind == EventKind::TaskSuspended && state == TaskState::Ready;
    task.site = event.kind == EventKind::TaskReady ? task.site : event.site;
    task.reason = waits || yields ? static_cast<WaitReason>(event.detail) : WaitReason::None;
    task.subject = waits ? event.subject : 0;
    task.state = state;
    task.since = index_;
}

void Replay::apply_to_task(const TraceEvent& event) {
    Task& task = tasks[event.task];
    if (event.kind == EventKind::TaskReady) {
        if (task.state == TaskState::Sleeping || task.state == TaskState::Waiting) {
            become(event, TaskState::Ready);
        }
    } else if (event.kind == EventKind::TaskResumed) {
        ++steps;
        become(event, TaskState::Running);
    } else if (event.kind == EventKind::TaskSuspended) {
        become(event, event.detail == 1   ? TaskState::Ready
                      : event.detail == 2 ? TaskState::Sleeping
                                          : TaskState::Waiting);
        const auto found = resources.find(event.subject);
        if (event.detail != 1 && found != resources.end()) {
            found->second.waits.push_back({.end = end_of_wait(event), .task = event.task});
        }
    } else if (is_end(event.kind)) {
        become(event, event.kind == EventKind::TaskFinished    ? TaskState::Finished
                      : event.kind == EventKind::TaskFailed    ? TaskState::Failed
                      : event.kind == EventKind::TaskCancelled ? TaskState::Cancelled
                                                               : TaskState::Abandoned);
    }
}

EventIndex Replay::end_of_wait(const TraceEvent& wait) const {
    EventIndex resumed = kNoEvent;
    for (EventIndex i = index_ + 1; i < trace_.size(); ++i) {
        const TraceEvent& event = trace_[i];
        if (event.task != wait.task) {
            continue;
        }
        if (event.subject == wait.subject && is_gain(event.kind, wait.detail)) {
            return i;
        }
        if (is_end(event.kind) || event.kind == EventKind::TaskSuspended) {
            return std::min(resumed, i);
        }
        if (event.kind == EventKind::TaskResumed) {
            const bool wants =
                wait.detail == 3 || wait.detail == 4 || wait.detail == 6 || wait.detail == 7;
            if (!wants || resumed != kNoEvent) {
                return std::min(resumed, i);
            }
            resumed = i;
        }
    }
    return kNoEvent;
}

void Replay::apply_to_stack(const TraceEvent& event) {
    auto& frames = tasks[event.task].frames;
    if (event.kind == EventKind::CoroutineEntered || event.kind == EventKind::CoroutineLeft) {
        std::optional<SiteId> call;
        while (frames.size() > 1 && frames.back().depth >= event.b) {
            call = frames.back().call;
            frames.pop_back();
        }
        if (event.kind == EventKind::CoroutineEntered) {
            frames.back().line = event.site;
            frames.push_back({static_cast<TextId>(event.a), event.b, event.site, 0});
            return;
        }
        if (call) {
            frames.back().line = *call;
            return;
        }
    }
    if (event.site != 0 && event.kind != EventKind::TaskReady &&
        event.kind != EventKind::TimerFired && event.kind != EventKind::TaskCancelRequested &&
        event.kind != EventKind::TaskAbandoned) {
        frames.back().line = event.site;
    }
}

void Replay::apply_to_resource(const TraceEvent& event) {
    if (event.kind == EventKind::ResourceCreated) {
        Resource& resource = resources[event.subject];
        resource.type = static_cast<ResourceType>(event.detail);
        resource.level = event.detail == 1 ? 1 : event.detail == 2 ? event.a : 0;
        resource.created = index_;
        resource.value = Timeline::Value{.text = 0, .version = 0, .written = index_};
    } else if (event.kind == EventKind::TimerSet) {
        timers[event.subject] = {event.a, false};
    } else if (event.kind == EventKind::TimerFired || event.kind == EventKind::TimerCancelled) {
        if (timers.count(event.subject) != 0) {
            timers[event.subject].over = true;
        }
    }
    const auto found = resources.find(event.subject);
    if (found == resources.end()) {
        return;
    }
    Resource& resource = found->second;
    if (event.kind == EventKind::ResourceAcquired) {
        resource.level = event.a;
        resource.holds.push_back({.task = event.task});
        holds.emplace_back(event.task, event.subject);
    } else if (event.kind == EventKind::ResourceReleased) {
        resource.level = event.a;
        const auto own = [&](const Entry& hold) { return hold.task == event.task; };
        const bool has = std::any_of(resource.holds.begin(), resource.holds.end(), own);
        if (!resource.holds.empty()) {
            const TaskId holder = has ? event.task : resource.holds.front().task;
            holds.erase(std::find(holds.begin(), holds.end(), std::pair(holder, event.subject)));
        }
        remove_first_or_oldest(resource.holds, own);
    } else if (event.kind == EventKind::QueuePut) {
        resource.level = event.a;
        ++resource.unfinished;
        resource.items.push_back({.text = event.b});
    } else if (event.kind == EventKind::QueueGot || event.kind == EventKind::QueueDropped) {
        resource.level = event.a;
        const bool done = event.kind == EventKind::QueueDropped && resource.unfinished > 0;
        resource.unfinished -= done ? 1 : 0;
        remove_first_or_oldest(resource.items,
                               [&](const Entry& item) { return item.text == event.b; });
    } else if (event.kind == EventKind::QueueTaskDone) {
        resource.unfinished = event.a;
    } else if (event.kind == EventKind::CounterChanged) {
        resource.level = event.a;
    } else if (event.kind == EventKind::ResourceNotified) {
        resource.level = event.detail == 1 ? 1 : event.detail == 2 ? 0 : resource.level;
    } else if (event.kind == EventKind::VariableWritten) {
        resource.value =
            Timeline::Value{event.b, event.a, event.a == 0 ? resource.created : index_};
    }
}

}  // namespace coroscope
