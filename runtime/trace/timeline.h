// Timeline: the index over a trace. Everything on screen is a question to it and a cursor. It is
// built incrementally: extend() reads only the events that are new.
//
// State "at cursor c" means: after event c has happened. Going back is asking again with a smaller
// c. A cursor behind the last event means the last event.
//
// A trace may come from a file and say anything: events that name a task or an object that was
// never created are left out, times never run backwards here, and memory grows with the number of
// events only: about 10 bytes for each beside its own 32. Events beyond the first four billion are
// not indexed.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/trace/timeline_info.h"
#include "runtime/trace/timeline_state.h"
#include "runtime/trace/trace.h"

namespace coroscope {

class Timeline {
public:
    Timeline() = default;
    explicit Timeline(Trace trace) { extend(std::move(trace)); }

    /// Requires: `trace` begins with the events already indexed.
    void extend(Trace trace);

    [[nodiscard]] const Trace& trace() const { return trace_; }
    [[nodiscard]] std::span<const TaskInfo> tasks() const { return tasks_; }  ///< by id, from 1
    [[nodiscard]] std::span<const ResourceInfo> resources() const {
        return resources_;
    }  ///< by creation
    [[nodiscard]] TimerList timers() const { return {*this, timers_}; }
    [[nodiscard]] StepList steps() const { return {*this, steps_}; }
    [[nodiscard]] const EventList& step_ends() const { return step_ends_; }  ///< Step::last
    /// Step::last of steps()[i], for less than the whole step costs.
    [[nodiscard]] EventIndex last_of_step(std::size_t i) const { return end_of_step(i, steps_[i]); }
    /// The steps that have ended and took at least kLongStep: indexes into steps(), rising.
    [[nodiscard]] std::span<const std::uint32_t> long_steps() const { return state_.long_steps; }
    static constexpr Nanoseconds kLongStep = 10'000'000;
    [[nodiscard]] std::span<const JobInfo> jobs() const { return jobs_; }  ///< by first event
    [[nodiscard]] std::span<const MessageInfo> messages() const { return messages_; }  ///< by id
    [[nodiscard]] std::span<const ThreadInfo> threads() const { return threads_; }     ///< from 1
    [[nodiscard]] const EventList& iterations() const {
        return iterations_;
    }  ///< LoopIteration events
    [[nodiscard]] WakeUpList wakeups() const { return {*this, wakeups_}; }
    [[nodiscard]] const EventList& log() const { return log_; }  ///< LogLine events
    [[nodiscard]] const Counter& ready_count() const {
        return ready_count_;
    }  ///< tasks ready or created
    [[nodiscard]] const Counter& timer_count() const { return timer_count_; }
    [[nodiscard]] Outcome outcome() const { return outcome_; }  ///< None while it runs
    /// True if some task was ever in this state; waited for this reason.
    [[nodiscard]] bool occurs(TaskState state) const;
    [[nodiscard]] bool occurs(WaitReason reason) const;
    /// How long after its deadline a sleep ended, at most. 0 if none was late.
    [[nodiscard]] Nanoseconds most_late() const { return state_.most_late; }

    /// nullptr (nullopt) if there is no such task / resource / timer.
    [[nodiscard]] const TaskInfo* task(TaskId id) const;
    [[nodiscard]] const ResourceInfo* resource(ObjectId id) const;
    [[nodiscard]] std::optional<TimerInfo> timer(ObjectId id) const;
    /// nullptr if the executor has no job of this number.
    [[nodiscard]] const JobInfo* job(ObjectId executor, std::int64_t number) const;
    /// Names as people read them; "the loop" for task 0 is up to the caller: "" here.
    [[nodiscard]] std::string_view task_name(TaskId id) const;
    [[nodiscard]] std::string_view resource_name(ObjectId id) const;

    /// The interval that covers `cursor`; state NotYet before the task's creation. O(log n).
    [[nodiscard]] Interval state_at(TaskId task, EventIndex cursor) const;
    /// Time of an event, or of an earlier one that is later. Requires: event < trace().size().
    [[nodiscard]] Nanoseconds time_of(EventIndex event) const { return source_->time(event); }
    /// Tasks that are Created or Ready at `cursor`, in ready-queue order (who runs next is first).
    [[nodiscard]] std::vector<TaskId> ready_at(EventIndex cursor) const;
    /// Who holds the lock (or permits), in order of acquisition; a task once per permit.
    [[nodiscard]] std::vector<TaskId> holders_at(ObjectId resource, EventIndex cursor) const;
    /// The same, with since when and where. Costs what it answers.
    [[nodiscard]] std::vector<Hold> holds_at(ObjectId resource, EventIndex cursor) const;
    /// Who waits for it, first in line first. Includes tasks woken but not yet run.
    [[nodiscard]] std::vector<TaskId> waiters_at(ObjectId resource, EventIndex cursor) const;
    /// What the task holds, in order of acquisition; a semaphore once per permit.
    [[nodiscard]] std::vector<ObjectId> held_by(TaskId task, EventIndex cursor) const;
    /// The items in a queue as texts, next to be taken first: in the order in which they are taken
    /// later in this trace (so it is right for priority queues too), then those that never are, in
    /// the order of their putting.
    [[nodiscard]] std::vector<TextId> items_at(ObjectId queue, EventIndex cursor) const;
    /// The timers set and not over, by deadline.
    [[nodiscard]] std::vector<ObjectId> timers_at(EventIndex cursor) const;
    /// The value of a variable and the event that gave it; nullopt before its creation.
    struct Value {
        TextId text = 0;
        std::int64_t version = 0;
        EventIndex written = kNoEvent;  ///< ResourceCreated for the initial value
    };
    [[nodiscard]] std::optional<Value> value_at(ObjectId variable, EventIndex cursor) const;
    /// The task's local variables that exist, oldest first. Cost: O(those it has made so far).
    [[nodiscard]] std::vector<ObjectId> locals_at(TaskId task, EventIndex cursor) const;
    /// The coroutines of a task from its root to the innermost, each with the line at which it
    /// stands.
    struct Frame {
        TextId function = 0;
        SiteId site = 0;
    };
    [[nodiscard]] std::vector<Frame> await_stack(TaskId task, EventIndex cursor) const;

    /// The step that was the last to begin at or before `cursor`: index into steps(), nullopt
    /// before the first.
    [[nodiscard]] std::optional<std::size_t> step_at(EventIndex cursor) const;
    /// The steps that cover `cursor`, by their beginning: more than one if they overlap.
    [[nodiscard]] std::vector<std::size_t> steps_at(EventIndex cursor) const;
    /// The wake-up that this event is; nullopt for other events. O(log n), as the next two.
    [[nodiscard]] std::optional<WakeUp> wakeup_at(EventIndex event) const;
    /// Who made the task ready for the step that it waits for at `cursor`, is in or was in last;
    /// nullopt if nobody did: it had yielded, or does not exist.
    [[nodiscard]] std::optional<WakeUp> woken_by(TaskId task, EventIndex cursor) const;
    /// Whom the task (0: the loop) woke or created in events [first, last), in order.
    [[nodiscard]] std::vector<WakeUp> wakeups_by(TaskId waker, EventIndex first,
                                                 EventIndex last) const;
    /// The iteration number at `cursor`, from 1; 0 before the first.
    [[nodiscard]] std::uint32_t iteration_at(EventIndex cursor) const;
    /// Last event at or before time `t`; 0 if none. O(log n).
    [[nodiscard]] EventIndex event_at_time(Nanoseconds t) const;

private:
    friend class detail::TimelineBuilder;
    template <class>
    friend class TimelineList;
    [[nodiscard]] EventIndex clamp(EventIndex cursor) const;
    [[nodiscard]] Step step(std::size_t i) const;
    [[nodiscard]] EventIndex end_of_step(std::size_t i, EventIndex first) const;
    [[nodiscard]] WakeUp wakeup(EventIndex event) const;
    [[nodiscard]] TimerInfo timer_number(std::size_t i) const;
    /// The line of the task's last own event after `since`.
    [[nodiscard]] SiteId line_since(const TaskInfo& info, EventIndex since,
                                    EventIndex cursor) const;
    /// The await of the coroutine that was left at event `left`.
    [[nodiscard]] SiteId await_of_left(const TaskInfo& info, EventIndex left) const;

    Trace trace_;
    /// What the lists look at. It is never changed: copies of a Timeline share it, and extend()
    /// makes another.
    std::shared_ptr<const detail::IndexedTrace> source_;
    std::vector<TaskInfo> tasks_;
    std::vector<ResourceInfo> resources_;
    std::vector<JobInfo> jobs_;
    std::vector<MessageInfo> messages_;
    std::vector<ThreadInfo> threads_;
    EventList timers_;
    EventList steps_;
    EventList step_ends_;
    EventList iterations_;
    EventList wakeups_;
    EventList log_;
    Counter ready_count_;
    Counter timer_count_;
    Outcome outcome_ = Outcome::None;
    detail::TimelineState state_;
};

template <>
inline Step StepList::operator[](std::size_t i) const {
    return timeline_->step(i);
}
template <>
inline WakeUp WakeUpList::operator[](std::size_t i) const {
    return timeline_->wakeup((*events_)[i]);
}
template <>
inline TimerInfo TimerList::operator[](std::size_t i) const {
    return timeline_->timer_number(i);
}

}  // namespace coroscope
