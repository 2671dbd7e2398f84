// Timeline: the index over a trace. Everything on screen is a question to it and a cursor. It is
// built incrementally: extend() reads only the events that are new.
//
// State "at cursor c" means: after event c has happened. Going back is asking again with a smaller
// c. A cursor behind the last event means the last event.
//
// A trace may come from a file and say anything: events that name a task or an object that was
// never created are left out, times never run backwards here, and memory grows with the number of
// events only.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/trace/timeline_state.h"
#include "runtime/trace/trace.h"

namespace coroscope {

namespace detail {
class TimelineBuilder;
}

enum class TaskState : std::uint8_t {
    NotYet,   ///< not created yet at this cursor
    Created,  ///< created, its first step has not begun (it is in the ready queue)
    Ready,    ///< woken, not yet run
    Running,
    Sleeping,  ///< waits for a timer of its own
    Waiting,   ///< waits for anything else; `reason` says for what
    Finished,
    Failed,
    Cancelled,
    Abandoned,  ///< destroyed unfinished at the end of the run
};
[[nodiscard]] std::string_view name_of(TaskState state);  ///< "finished", as in JSON output
[[nodiscard]] bool is_over(TaskState state);  ///< finished, failed, cancelled or abandoned

/// A stretch of one task's life in one state: events [first, last), last = trace size while open.
struct Interval {
    EventIndex first = 0;
    EventIndex last = 0;
    Nanoseconds begin = 0;
    Nanoseconds end = 0;
    TaskState state = TaskState::NotYet;
    WaitReason reason = WaitReason::None;
    SiteId site =
        0;  ///< where it stands (Sleeping, Waiting, Ready: the await; Created: its creation)
    ObjectId subject = 0;            ///< what it waits for
    std::int64_t extra = 0;          ///< Sleeping: deadline (ns); waiting for a Task: its TaskId
    EventIndex woken_by = kNoEvent;  ///< Ready, Created: the event that caused it (TaskReady /
                                     ///< TaskCreated); none after sleep(0): then `reason` is Yield
};

struct TaskInfo {
    TaskId id = 0;
    TaskId parent = 0;
    TextId name = 0;
    TextId function = 0;
    SiteId site = 0;          ///< where it was created
    std::uint8_t thread = 0;  ///< whose loop runs it; 0 is the first thread
    EventIndex created = 0;
    EventIndex ended = kNoEvent;      ///< TaskFinished / Failed / Cancelled / Abandoned
    std::vector<Interval> intervals;  ///< in order, without gaps, from `created` on
    std::vector<EventIndex> events;   ///< every event with this task as its `task`, in order
};

/// A task from resumption to its next suspension. Steps of different tasks may overlap: threads
/// and programs that really run in parallel do that. Those of one task never do.
struct Step {
    EventIndex first = 0;  ///< TaskResumed
    EventIndex last = 0;   ///< its own TaskSuspended / TaskFinished / ...; == first while open
    TaskId task = 0;
    std::uint32_t iteration = 0;
    Nanoseconds begin = 0;
    Nanoseconds end = 0;  ///< the trace's end while open
    [[nodiscard]] Nanoseconds duration() const { return end - begin; }
    [[nodiscard]] bool is_open() const { return last == first; }
};

/// One holding of a lock or of one permit of a semaphore: events [first, last), last = trace size
/// while open. A release ends the releaser's oldest hold; if the releaser holds nothing (asyncio
/// permits it), the oldest of all.
struct Hold {
    EventIndex first = 0;
    EventIndex last = 0;
    TaskId task = 0;
    SiteId site = 0;  ///< where it was acquired
};

/// A stretch in which `task` waits for a resource: from its suspension to the event by which it
/// gets it; to its resumption if that step ends without getting it (gave up, cancelled, somebody
/// was faster) or if there is nothing to get (an event, a future). `last` = trace size while open.
struct Wait {
    EventIndex first = 0;
    EventIndex last = 0;
    TaskId task = 0;
    SiteId site = 0;
};

/// A number that changes at events: queue depth, permits free, ready tasks, timers set, or what
/// another program counted.
struct Counter {
    struct Change {
        EventIndex event = 0;
        std::int64_t value = 0;
    };
    std::vector<Change> changes;                             ///< by event, values differ
    [[nodiscard]] std::int64_t at(EventIndex cursor) const;  ///< 0 before the first change
    [[nodiscard]] std::int64_t maximum() const;
};

/// One read or write of a shared variable.
struct Access {
    EventIndex event = 0;
    TaskId task = 0;
    bool write = false;
    std::int64_t version = 0;  ///< a write of version 0 gives the variable its initial value
};

struct ResourceInfo {
    ObjectId id = 0;
    ResourceType type = ResourceType::None;
    TextId name = 0;
    std::int64_t capacity = 0;
    SiteId site = 0;
    EventIndex created = 0;
    EventIndex destroyed = kNoEvent;
    std::vector<Hold> holds;  ///< by first event; locks and semaphores
    std::vector<Wait> waits;  ///< by first event
    Counter level;            ///< queue depth; permits free; event set (0/1); a counter's value
    Counter unfinished;       ///< queues: items put and not yet task_done
    std::vector<Access> accesses;     ///< variables
    std::vector<TaskId> linked;       ///< gather: the tasks it waits for, in argument order
    std::vector<std::uint32_t> jobs;  ///< executors: indexes into Timeline::jobs(), by number
    std::vector<EventIndex> events;   ///< every event with this resource as its `subject`
};

struct TimerInfo {
    ObjectId id = 0;
    TaskId task = 0;
    Nanoseconds deadline = 0;
    EventIndex set = 0;
    EventIndex over = kNoEvent;  ///< fired or cancelled
    bool fired = false;
};

/// Who woke whom.
struct WakeUp {
    EventIndex event = 0;  ///< TaskReady, or TaskCreated
    TaskId waker = 0;      ///< 0 = the loop (a timer)
    TaskId woken = 0;
    WakeReason reason = WakeReason::None;
    ObjectId through = 0;  ///< the resource or timer, 0 if none
};

/// A job of an executor's worker, a thread or a process. What has not happened yet is kNoEvent.
struct JobInfo {
    ObjectId executor = 0;
    std::int64_t number = 0;  ///< in its executor, from 1
    TextId name = 0;
    TaskId submitter = 0;                  ///< 0: no task did it, or the trace does not tell
    std::optional<std::uint8_t> worker{};  ///< from 0; none before it starts
    EventIndex submitted = kNoEvent;
    EventIndex started = kNoEvent;
    EventIndex finished = kNoEvent;
    TextId error = 0;  ///< "Type: message", 0 if it returned
    /// Events [first, last) while it has the interpreter lock; last = kNoEvent while open.
    struct Computing {
        EventIndex first = 0;
        EventIndex last = 0;
    };
    std::vector<Computing> computing{};
};

/// A simulated thread that another one started. Thread 0, the first, is in no list.
struct ThreadInfo {
    std::uint32_t number = 0;
    TextId name = 0;
    TaskId starter = 0;
    EventIndex started = 0;
    EventIndex ended = kNoEvent;
};

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
    [[nodiscard]] std::span<const TimerInfo> timers() const { return timers_; }
    [[nodiscard]] std::span<const Step> steps() const { return steps_; }   ///< by first event
    [[nodiscard]] std::span<const JobInfo> jobs() const { return jobs_; }  ///< by first event
    [[nodiscard]] std::span<const ThreadInfo> threads() const { return threads_; }  ///< from 1
    [[nodiscard]] std::span<const EventIndex> iterations() const {
        return iterations_;
    }  ///< LoopIteration events
    [[nodiscard]] std::span<const WakeUp> wakeups() const { return wakeups_; }  ///< by event
    [[nodiscard]] std::span<const EventIndex> log() const { return log_; }      ///< LogLine events
    [[nodiscard]] const Counter& ready_count() const {
        return ready_count_;
    }  ///< tasks ready or created
    [[nodiscard]] const Counter& timer_count() const { return timer_count_; }
    [[nodiscard]] Outcome outcome() const { return outcome_; }  ///< None while it runs

    /// nullptr if there is no such task / resource / timer.
    [[nodiscard]] const TaskInfo* task(TaskId id) const;
    [[nodiscard]] const ResourceInfo* resource(ObjectId id) const;
    [[nodiscard]] const TimerInfo* timer(ObjectId id) const;
    /// nullptr if the executor has no job of this number.
    [[nodiscard]] const JobInfo* job(ObjectId executor, std::int64_t number) const;
    /// Names as people read them; "the loop" for task 0 is up to the caller: "" here.
    [[nodiscard]] std::string_view task_name(TaskId id) const;
    [[nodiscard]] std::string_view resource_name(ObjectId id) const;

    /// The interval that covers `cursor`; state NotYet before the task's creation. O(log n).
    [[nodiscard]] Interval state_at(TaskId task, EventIndex cursor) const;
    /// Tasks that are Created or Ready at `cursor`, in ready-queue order (who runs next is first).
    [[nodiscard]] std::vector<TaskId> ready_at(EventIndex cursor) const;
    /// Who holds the lock (or permits), in order of acquisition; a task once per permit.
    [[nodiscard]] std::vector<TaskId> holders_at(ObjectId resource, EventIndex cursor) const;
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
    /// The iteration number at `cursor`, from 1; 0 before the first.
    [[nodiscard]] std::uint32_t iteration_at(EventIndex cursor) const;
    /// Last event at or before time `t`; 0 if none. O(log n).
    [[nodiscard]] EventIndex event_at_time(Nanoseconds t) const;

private:
    friend class detail::TimelineBuilder;
    [[nodiscard]] EventIndex clamp(EventIndex cursor) const;
    /// The line of the task's last own event after `since`.
    [[nodiscard]] SiteId line_since(const TaskInfo& info, EventIndex since,
                                    EventIndex cursor) const;
    /// The await of the coroutine that was left at event `left`.
    [[nodiscard]] SiteId await_of_left(const TaskInfo& info, EventIndex left) const;

    Trace trace_;
    std::vector<TaskInfo> tasks_;
    std::vector<ResourceInfo> resources_;
    std::vector<TimerInfo> timers_;
    std::vector<Step> steps_;
    std::vector<JobInfo> jobs_;
    std::vector<ThreadInfo> threads_;
    std::vector<EventIndex> iterations_;
    std::vector<WakeUp> wakeups_;
    std::vector<EventIndex> log_;
    Counter ready_count_;
    Counter timer_count_;
    Outcome outcome_ = Outcome::None;
    detail::TimelineState state_;
};

}  // namespace coroscope
