#include "runtime/trace/timeline_builder.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace coroscope::detail {

namespace {

bool is_ready(TaskState state) { return state == TaskState::Created || state == TaskState::Ready; }

}  // namespace

void TimelineBuilder::add(EventIndex index, const TraceEvent& event) {
    i_ = index;
    e_ = event;
    s_.now = std::max(s_.now, event.time);
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
    if (e_.task < growth_.size()) {
        info.events.reserve(growth_[e_.task].events);
        info.intervals.reserve(growth_[e_.task].intervals + 1);
    }
    info.events.push_back(i_);
    t_.tasks_.push_back(std::move(info));
    s_.tasks.emplace_back();
    enter(TaskState::Created, WaitReason::None, e_.site);
    t_.wakeups_.push_back({i_, e_.subject, e_.task, WakeReason::Created, 0});
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
    if (is_over(task().intervals.back().state)) {
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
    const Interval& before = task().intervals.back();
    if (before.state != TaskState::Sleeping && before.state != TaskState::Waiting) {
        return;
    }
    enter(TaskState::Ready, WaitReason::None, before.site);
    const TaskId waker =
        e_.a > 0 && std::cmp_less_equal(e_.a, t_.tasks_.size()) ? static_cast<TaskId>(e_.a) : 0;
    t_.wakeups_.push_back(
        {i_, waker, e_.task, known(e_.detail, WakeReason::QueueShutDown), e_.subject});
}

void TimelineBuilder::resume_task() {
    close_step();  // one whose end the trace does not tell
    wait_is_resumed();
    enter(TaskState::Running, WaitReason::None, e_.site);
    t_.steps_.push_back({.first = i_,
                         .last = i_,
                         .task = e_.task,
                         .iteration = static_cast<std::uint32_t>(t_.iterations_.size()),
                         .begin = s_.now,
                         .end = s_.now});
    notes().step = static_cast<std::uint32_t>(t_.steps_.size() - 1);
}

void TimelineBuilder::suspend_task() {
    close_step();
    wait_is_over();
    const WaitReason reason = known(e_.detail, WaitReason::Executor);
    if (reason == WaitReason::Yield) {
        enter(TaskState::Ready, reason, e_.site);
        return;
    }
    enter(reason == WaitReason::Sleep ? TaskState::Sleeping : TaskState::Waiting, reason, e_.site,
          e_.subject);
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
    enter(state, WaitReason::None, e_.site);
}

void TimelineBuilder::enter(TaskState state, WaitReason reason, SiteId site, ObjectId subject) {
    TaskInfo& info = task();
    TaskNotes& task_notes = notes();
    std::int64_t ready_change = 0;
    if (!info.intervals.empty()) {
        Interval& before = info.intervals.back();
        before.last = i_;
        before.end = s_.now;
    }
    if (task_notes.ready_span != kNothing) {
        s_.ready[task_notes.ready_span].last = i_;
        s_.ready_spans.close(task_notes.ready_span, i_);
        task_notes.ready_span = kNothing;
        --ready_change;
    }
    Interval now{.first = i_,
                 .last = i_ + 1,
                 .begin = s_.now,
                 .end = s_.now,
                 .state = state,
                 .reason = reason,
                 .site = site,
                 .subject = subject};
    if (is_ready(state)) {
        task_notes.ready_span = static_cast<std::uint32_t>(s_.ready.size());
        s_.ready.push_back({.first = i_, .task = e_.task});
        s_.ready_spans.open();
        now.woken_by = e_.kind == EventKind::TaskSuspended ? kNoEvent : i_;
        ++ready_change;
    }
    if (state == TaskState::Sleeping || state == TaskState::Waiting) {
        now.extra = e_.a;
    }
    info.intervals.push_back(now);
    add_to(t_.ready_count_, ready_change);
}

void TimelineBuilder::close_step() {
    std::uint32_t& open = notes().step;
    if (open == kNothing) {
        return;
    }
    Step& step = t_.steps_[open];
    step.last = i_;
    step.end = s_.now;
    open = kNothing;
}

void TimelineBuilder::add_call_event() {
    if (e_.task == 0) {
        return;
    }
    TaskNotes& task_notes = notes();
    const std::uint32_t before = task_notes.stack.empty() ? kNothing : task_notes.stack.back().top;
    std::uint32_t top = before;
    while (top != kNothing && s_.calls[top].depth >= e_.b) {
        top = s_.calls[top].caller;
    }
    if (e_.kind == EventKind::CoroutineLeft && top == before) {
        return;
    }
    if (e_.kind == EventKind::CoroutineEntered) {
        s_.calls.push_back({top, e_.b, static_cast<TextId>(e_.a), e_.site});
        top = static_cast<std::uint32_t>(s_.calls.size() - 1);
    }
    task_notes.stack.push_back({i_, top});
}

// -- timers

void TimelineBuilder::add_timer_event() {
    if (e_.kind == EventKind::TimerSet) {
        if (ObjectRef* object = new_object(e_.subject)) {
            *object = {ObjectRef::Kind::Timer, static_cast<std::uint32_t>(t_.timers_.size())};
            t_.timers_.push_back({.id = e_.subject, .task = e_.task, .deadline = e_.a, .set = i_});
            s_.timer_spans.open();
            add_to(t_.timer_count_, 1);
        }
        return;
    }
    if (e_.subject == 0 || e_.subject > s_.objects.size()) {
        return;
    }
    const ObjectRef object = s_.objects[e_.subject - 1];
    if (object.kind != ObjectRef::Kind::Timer || t_.timers_[object.index].over != kNoEvent) {
        return;
    }
    TimerInfo& timer = t_.timers_[object.index];
    timer.over = i_;
    timer.fired = e_.kind == EventKind::TimerFired;
    s_.timer_spans.close(object.index, i_);
    add_to(t_.timer_count_, -1);
}

// -- helpers

std::optional<std::uint32_t> TimelineBuilder::resource_index(ObjectId id) const {
    if (id == 0 || id > s_.objects.size() || s_.objects[id - 1].kind != ObjectRef::Kind::Resource) {
        return std::nullopt;
    }
    return s_.objects[id - 1].index;
}

ObjectRef* TimelineBuilder::new_object(ObjectId id) {
    // Ids are dense, but not every object need be in the trace. Beyond this they are absurd, and
    // room for them would let a small file take much memory.
    constexpr EventIndex kGap = 1024;
    if (id == 0 || id > i_ + kGap) {
        return nullptr;
    }
    if (id > s_.objects.size()) {
        s_.objects.resize(id);
    }
    ObjectRef& object = s_.objects[id - 1];
    return object.kind == ObjectRef::Kind::None ? &object : nullptr;
}

void TimelineBuilder::set(Counter& counter, std::int64_t value) const {
    auto& changes = counter.changes;
    if (!changes.empty() && changes.back().event == i_) {
        changes.pop_back();
    }
    if (value != (changes.empty() ? 0 : changes.back().value)) {
        changes.push_back({i_, value});
    }
}

void TimelineBuilder::add_to(Counter& counter, std::int64_t change) const {
    const std::int64_t before = counter.changes.empty() ? 0 : counter.changes.back().value;
    const bool full = change > 0 && before == std::numeric_limits<std::int64_t>::max();
    set(counter, full ? before : before + change);
}

void TimelineBuilder::stretch_open_ends() {
    const EventIndex size = t_.trace_.size();
    for (TaskInfo& info : t_.tasks_) {
        info.intervals.back().last = size;
        info.intervals.back().end = s_.now;
        if (const std::uint32_t open = s_.tasks[info.id].step; open != kNothing) {
            t_.steps_[open].end = s_.now;
        }
    }
    for (std::size_t r = 0; r < t_.resources_.size(); ++r) {
        ResourceInfo& resource = t_.resources_[r];
        s_.resources[r].waits.for_each_open(
            [&](std::size_t wait) { resource.waits[wait].last = size; });
        if (s_.resources[r].holds != kNothing) {
            s_.holds[s_.resources[r].holds].spans.index().for_each_open(
                [&](std::size_t hold) { resource.holds[hold].last = size; });
        }
    }
}

}  // namespace coroscope::detail
