#include "runtime/trace/timeline_builder.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace coroscope::detail {

namespace {

/// How long after `due` it is, for `due` before `now`, without overflow whatever the trace says.
Nanoseconds since(Nanoseconds due, Nanoseconds now) {
    constexpr Nanoseconds kMost = std::numeric_limits<Nanoseconds>::max();
    return due < 0 && now > kMost + due ? kMost : now - due;
}

bool is_ready(TaskState state) { return state == TaskState::Created || state == TaskState::Ready; }

}  // namespace

void TimelineBuilder::add(EventIndex index, const TraceEvent& event) {
    i_ = index;
    e_ = event;
    source_.add(index, event.time);
    if (event.kind == EventKind::TaskCreated) {
        create_task();
        return;
    }
    if (event.task > t_.tasks_.size()) {
        return;
    }
    if (event.task != 0) {
        task().events.push_back(index);
    }
    switch (event.kind) {
    case EventKind::LoopIteration: t_.iterations_.push_back(index); break;
    case EventKind::RunEnded: t_.outcome_ = known(event.detail, Outcome::Stopped); break;
    case EventKind::LogLine: t_.log_.push_back(index); break;
    case EventKind::TaskReady:
    case EventKind::TaskResumed:
    case EventKind::TaskSuspended:
    case EventKind::TaskFinished:
    case EventKind::TaskFailed:
    case EventKind::TaskCancelled:
    case EventKind::TaskAbandoned: add_task_event(); break;
    case EventKind::TaskRenamed:
        if (event.task != 0) {
            task().name = event.b;
        }
        break;
    case EventKind::CoroutineEntered:
    case EventKind::CoroutineLeft: add_call_event(); break;
    case EventKind::TimerSet:
    case EventKind::TimerFired:
    case EventKind::TimerCancelled: add_timer_event(); break;
    case EventKind::ResourceCreated: create_resource(); break;
    case EventKind::ResourceAcquired:
    case EventKind::ResourceReleased:
    case EventKind::ResourceNotified:
    case EventKind::ResourceLinked:
    case EventKind::ResourceDestroyed:
    case EventKind::QueuePut:
    case EventKind::QueueGot:
    case EventKind::QueueTaskDone:
    case EventKind::QueueDropped:
    case EventKind::CounterChanged:
    case EventKind::VariableRead:
    case EventKind::VariableWritten: add_resource_event(); break;
    case EventKind::JobSubmitted:
    case EventKind::JobStarted:
    case EventKind::JobComputes:
    case EventKind::JobFinished: add_job_event(); break;
    case EventKind::MessageSent:
    case EventKind::MessageArrived: add_message_event(); break;
    case EventKind::ThreadStarted:
    case EventKind::ThreadEnded: add_thread_event(); break;
    case EventKind::None:
    case EventKind::TaskCreated:
    case EventKind::ClockAdvanced:
    case EventKind::CallbackScheduled:
    case EventKind::CallbackRun:
    case EventKind::TaskCancelRequested:
    case EventKind::ResultTaken:
    case EventKind::TimePassed:
    case EventKind::LoopReport:
    case EventKind::CheckMade:
    case EventKind::FrameAllocated:
    case EventKind::FrameFreed:
    case EventKind::ChoiceMade: break;
    }
}

// -- tasks

void TimelineBuilder::create_task() {
    if (e_.task != t_.tasks_.size() + 1) {
        return;
    }
    TaskInfo info;
    info.id = e_.task;
    info.parent = e_.subject;
    info.name = e_.b;
    info.function = static_cast<TextId>(e_.a);
    info.site = e_.site;
    info.thread = e_.detail;
    info.created = i_;
    info.events.push_back(i_);
    t_.tasks_.push_back(std::move(info));
    s_.tasks.emplace_back();
    enter(TaskState::Created);
    add_wakeup(e_.subject);
}

void TimelineBuilder::add_task_event() {
    if (e_.task == 0) {
        return;
    }
    if (e_.kind == EventKind::TaskReady || e_.kind == EventKind::TaskSuspended) {
        if (const auto resource = resource_index(e_.subject)) {
            t_.resources_[*resource].events.push_back(i_);
        }
    }
    if (is_over(task().intervals.last_state())) {
        return;
    }
    if (e_.kind == EventKind::TaskReady) {
        wake_task();
    } else if (e_.kind == EventKind::TaskResumed) {
        resume_task();
    } else if (e_.kind == EventKind::TaskSuspended) {
        suspend_task();
    } else {
        end_task();
    }
}

void TimelineBuilder::wake_task() {
    const TaskState before = task().intervals.last_state();
    if (before != TaskState::Sleeping && before != TaskState::Waiting) {
        return;
    }
    enter(TaskState::Ready);
    add_wakeup(t_.wakeup(i_).waker);
}

void TimelineBuilder::add_wakeup(TaskId waker) {
    t_.wakeups_.push_back(i_);
    if (waker < s_.tasks.size()) {
        s_.tasks[waker].wakes.made().push_back(i_);
    }
}

void TimelineBuilder::resume_task() {
    close_step();  // one whose end the trace does not tell
    wait_is_resumed();
    enter(TaskState::Running);
    notes().step = static_cast<std::uint32_t>(t_.steps_.size());
    t_.steps_.push_back(i_);
    s_.step_lengths.push_back(0);
    s_.step_spans.open();
}

void TimelineBuilder::suspend_task() {
    close_step();
    wait_is_over();
    const WaitReason reason = known_reason(e_.detail);
    s_.reasons |= 1U << static_cast<unsigned>(reason);
    if (reason == WaitReason::Yield) {
        enter(TaskState::Ready);
        return;
    }
    enter(reason == WaitReason::Sleep ? TaskState::Sleeping : TaskState::Waiting);
    if (const auto resource = resource_index(e_.subject)) {
        begin_wait(*resource, reason);
    }
}

void TimelineBuilder::end_task() {
    const TaskState state = e_.kind == EventKind::TaskFinished    ? TaskState::Finished
                            : e_.kind == EventKind::TaskFailed    ? TaskState::Failed
                            : e_.kind == EventKind::TaskCancelled ? TaskState::Cancelled
                                                                  : TaskState::Abandoned;
    close_step();
    wait_is_over();
    task().ended = i_;
    enter(state);
}

void TimelineBuilder::enter(TaskState state) {
    Intervals& intervals = task().intervals;
    TaskNotes& task_notes = notes();
    std::int64_t ready_change = 0;
    if (task_notes.ready_span != kNothing) {
        s_.ready_spans.close(task_notes.ready_span, i_);
        task_notes.ready_span = kNothing;
        --ready_change;
    }
    if (!intervals.empty() && intervals.last_state() == TaskState::Sleeping) {
        const Nanoseconds due = source_[intervals.firsts().back()].a;
        if (source_.now() > due) {
            s_.most_late = std::max(s_.most_late, since(due, source_.now()));
        }
    }
    if (is_ready(state)) {
        task_notes.ready_span = static_cast<std::uint32_t>(s_.ready.size());
        s_.ready.push_back(i_);
        s_.ready_spans.open();
        ++ready_change;
    }
    intervals.source_ = &source_;
    intervals.push_back(i_, state, source_.now());
    s_.states |= 1U << static_cast<unsigned>(state);
    add_to(t_.ready_count_, ready_change);
}

void TimelineBuilder::close_step() {
    std::uint32_t& open = notes().step;
    if (open == kNothing) {
        return;
    }
    const EventIndex first = task().intervals.firsts().back();
    const EventIndex length = i_ - first;
    if (since(source_.time(first), source_.now()) >= Timeline::kLongStep) {
        auto& all = s_.long_steps;
        all.insert(std::ranges::upper_bound(all, open), open);
    }
    s_.step_lengths[open] =
        static_cast<std::uint8_t>(std::min<EventIndex>(length, TimelineState::kLongStep));
    s_.step_spans.close(open, i_);
    t_.step_ends_.push_back(i_);
    open = kNothing;
}

void TimelineBuilder::add_call_event() {
    if (e_.task == 0) {
        return;
    }
    TaskNotes& task_notes = notes();
    const std::uint32_t before = task_notes.stack.empty() ? kNothing : task_notes.stack.back().top;
    std::uint32_t top = before;
    while (top != kNothing && source_[s_.calls[top].entered].b >= e_.b) {
        top = s_.calls[top].caller;
    }
    if (e_.kind == EventKind::CoroutineLeft && top == before) {
        return;
    }
    if (e_.kind == EventKind::CoroutineEntered) {
        s_.calls.push_back({top, event32()});
        top = static_cast<std::uint32_t>(s_.calls.size() - 1);
    }
    task_notes.stack.push_back({event32(), top});
}

// -- timers

void TimelineBuilder::add_timer_event() {
    if (e_.kind == EventKind::TimerSet) {
        if (ObjectRef* object = new_object(e_.subject)) {
            *object = {ObjectRef::Kind::Timer, t_.timers_.size()};
            t_.timers_.push_back(i_);
            s_.timers_over.push_back(kNothing);
            s_.timer_spans.open();
            add_to(t_.timer_count_, 1);
        }
        return;
    }
    if (e_.subject == 0 || e_.subject > s_.objects.size()) {
        return;
    }
    const ObjectRef object = s_.objects[e_.subject - 1];
    if (object.kind() != ObjectRef::Kind::Timer || s_.timers_over[object.index()] != kNothing) {
        return;
    }
    s_.timers_over[object.index()] = event32();
    s_.timer_spans.close(object.index(), i_);
    add_to(t_.timer_count_, -1);
}

// -- helpers

std::optional<std::uint32_t> TimelineBuilder::resource_index(ObjectId id) const {
    if (id == 0 || id > s_.objects.size() ||
        s_.objects[id - 1].kind() != ObjectRef::Kind::Resource) {
        return std::nullopt;
    }
    return s_.objects[id - 1].index();
}

ObjectRef* TimelineBuilder::new_object(ObjectId id) {
    // Ids are dense, but not every object need be in the trace. Beyond this they are absurd, and
    // room for them would let a small file take much memory.
    constexpr EventIndex kGap = 1024;
    if (id == 0 || id > i_ + kGap || id > kMostObjects) {
        return nullptr;
    }
    if (id > s_.objects.size()) {
        s_.objects.resize(id);
    }
    ObjectRef& object = s_.objects[id - 1];
    return object.kind() == ObjectRef::Kind::None ? &object : nullptr;
}

void TimelineBuilder::set(Counter& counter, std::int64_t value) const {
    counter.changes.set(i_, value);
}

void TimelineBuilder::add_to(Counter& counter, std::int64_t change) const {
    const std::int64_t before = counter.changes.empty() ? 0 : counter.changes.back().value;
    const bool full = change > 0 && before == std::numeric_limits<std::int64_t>::max();
    set(counter, full ? before : before + change);
}

void TimelineBuilder::show_source() {
    for (TaskInfo& info : t_.tasks_) {
        info.intervals.source_ = &source_;
    }
    for (ResourceInfo& info : t_.resources_) {
        info.holds.source_ = &source_;
        info.waits.source_ = &source_;
    }
}

}  // namespace coroscope::detail
