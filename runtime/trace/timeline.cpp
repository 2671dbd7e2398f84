#include "runtime/trace/timeline.h"

#include <algorithm>
#include <utility>

#include "runtime/trace/timeline_builder.h"

namespace coroscope {

void Timeline::extend(Trace trace) {
    const EventIndex known = trace_.size();
    if (trace.size() < known) {
        return;
    }
    trace_ = std::move(trace);
    if (trace_.size() == known) {
        return;
    }
    auto source = source_ ? std::make_shared<detail::IndexedTrace>(*source_)
                          : std::make_shared<detail::IndexedTrace>();
    source->set_trace(trace_);
    detail::TimelineBuilder builder(*this, *source);
    const EventIndex end = std::min(trace_.size(), EventList::kMostEvents);
    for (EventIndex index = known; index < end;) {
        for (const TraceEvent& event : trace_.run_at(index)) {
            if (index < end) {
                builder.add(index++, event);
            }
        }
    }
    builder.show_source();
    source_ = std::move(source);
}

const TaskInfo* Timeline::task(TaskId id) const {
    return id == 0 || id > tasks_.size() ? nullptr : &tasks_[id - 1];
}

const ResourceInfo* Timeline::resource(ObjectId id) const {
    if (id == 0 || id > state_.objects.size()) {
        return nullptr;
    }
    const auto object = state_.objects[id - 1];
    return object.kind() == detail::ObjectRef::Kind::Resource ? &resources_[object.index()]
                                                              : nullptr;
}

std::optional<TimerInfo> Timeline::timer(ObjectId id) const {
    if (id == 0 || id > state_.objects.size()) {
        return std::nullopt;
    }
    const auto object = state_.objects[id - 1];
    return object.kind() == detail::ObjectRef::Kind::Timer
               ? std::optional(timer_number(object.index()))
               : std::nullopt;
}

TimerInfo Timeline::timer_number(std::size_t i) const {
    const EventIndex set = timers_[i];
    const TraceEvent& event = trace_[set];
    TimerInfo timer{.id = event.subject, .task = event.task, .deadline = event.a, .set = set};
    if (const std::uint32_t over = state_.timers_over[i]; over != detail::kNothing) {
        timer.over = over;
        timer.fired = trace_[over].kind == EventKind::TimerFired;
    }
    return timer;
}

EventIndex Timeline::end_of_step(std::size_t i, EventIndex first) const {
    const std::uint8_t length = state_.step_lengths[i];
    if (length < detail::TimelineState::kLongStep) {
        return first + length;
    }
    const EventList& changes = tasks_[trace_[first].task - 1].intervals.firsts();
    return changes[changes.count_until(first)];
}

Step Timeline::step(std::size_t i) const {
    Step step{.first = steps_[i]};
    step.last = end_of_step(i, step.first);
    step.task = trace_[step.first].task;
    step.iteration = iteration_at(step.first);
    step.begin = source_->time(step.first);
    step.end = step.is_open() ? source_->now() : source_->time(step.last);
    return step;
}

WakeUp Timeline::wakeup(EventIndex event) const {
    const TraceEvent& woken = trace_[event];
    WakeUp wake{.event = event, .woken = woken.task};
    if (woken.kind == EventKind::TaskCreated) {
        wake.waker = woken.subject;
        wake.reason = WakeReason::Created;
        return wake;
    }
    const TaskInfo* waker = woken.a > 0 && std::cmp_less_equal(woken.a, tasks_.size())
                                ? &tasks_[static_cast<std::size_t>(woken.a) - 1]
                                : nullptr;
    wake.waker = waker != nullptr && waker->created < event ? waker->id : 0;
    wake.reason = detail::known(woken.detail, WakeReason::QueueShutDown);
    wake.through = woken.subject;
    return wake;
}

bool Timeline::occurs(TaskState state) const {
    return (state_.states >> static_cast<unsigned>(state) & 1U) != 0;
}

bool Timeline::occurs(WaitReason reason) const {
    return (state_.reasons >> static_cast<unsigned>(reason) & 1U) != 0;
}

const JobInfo* Timeline::job(ObjectId executor, std::int64_t number) const {
    const ResourceInfo* info = resource(executor);
    if (info == nullptr) {
        return nullptr;
    }
    const auto of = [this](std::uint32_t index) { return jobs_[index].number; };
    const auto found = std::ranges::lower_bound(info->jobs, number, {}, of);
    return found != info->jobs.end() && of(*found) == number ? &jobs_[*found] : nullptr;
}

std::string_view Timeline::task_name(TaskId id) const {
    const TaskInfo* info = task(id);
    return info == nullptr ? std::string_view{} : trace_.text(info->name);
}

std::string_view Timeline::resource_name(ObjectId id) const {
    const ResourceInfo* info = resource(id);
    return info == nullptr ? std::string_view{} : trace_.text(info->name);
}

}  // namespace coroscope
