// What a Timeline tells: tasks, steps, resources, timers, wake-ups, jobs and threads.
//
// Long lists keep next to nothing of their elements: these are made from the trace's events when
// they are asked for, so `list[i]` and `*it` are values (value_iterator.h).
#pragma once

#include <optional>
#include <vector>

#include "runtime/trace/counter.h"
#include "runtime/trace/event_list.h"
#include "runtime/trace/intervals.h"

namespace coroscope {

class Timeline;

struct TaskInfo {
    TaskId id = 0;
    TaskId parent = 0;
    TextId name = 0;
    TextId function = 0;
    SiteId site = 0;          ///< where it was created
    std::uint8_t thread = 0;  ///< whose loop runs it; 0 is the first thread
    EventIndex created = 0;
    EventIndex ended = kNoEvent;  ///< TaskFinished / Failed / Cancelled / Abandoned
    Intervals intervals;          ///< in order, without gaps, from `created` on
    EventList events;             ///< every event with this task as its `task`, in order
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

/// Holds or waits, by first event. Eight bytes each.
template <class Span>
class EventSpans {
public:
    using value_type = Span;
    using iterator = ValueIterator<EventSpans, Span>;
    using const_iterator = iterator;

    [[nodiscard]] std::size_t size() const { return spans_.size(); }
    [[nodiscard]] bool empty() const { return spans_.empty(); }
    /// Requires: i < size().
    [[nodiscard]] Span operator[](std::size_t i) const {
        const TraceEvent& event = (*source_)[first(i)];
        return {first(i), last(i), event.task, event.site};
    }
    [[nodiscard]] Span front() const { return (*this)[0]; }
    [[nodiscard]] Span back() const { return (*this)[size() - 1]; }
    [[nodiscard]] iterator begin() const { return {*this, 0}; }
    [[nodiscard]] iterator end() const { return {*this, size()}; }

    // Without a look at the trace:
    [[nodiscard]] EventIndex first(std::size_t i) const { return spans_[i].first; }
    [[nodiscard]] EventIndex last(std::size_t i) const {
        return spans_[i].last == kOpen ? source_->size() : spans_[i].last;
    }
    /// How many begin at or before the cursor.
    [[nodiscard]] std::size_t begun_until(EventIndex cursor) const {
        const auto behind = std::ranges::upper_bound(spans_, cursor, {}, &Stored::first);
        return static_cast<std::size_t>(behind - spans_.begin());
    }

private:
    friend class detail::TimelineBuilder;
    static constexpr std::uint32_t kOpen = EventList::kMostEvents;
    struct Stored {
        std::uint32_t first = 0;
        std::uint32_t last = kOpen;
    };
    void open(EventIndex first) { spans_.push_back({static_cast<std::uint32_t>(first), kOpen}); }
    void close(std::size_t i, EventIndex last) {
        spans_[i].last = static_cast<std::uint32_t>(last);
    }

    std::vector<Stored> spans_;
    const detail::IndexedTrace* source_ = nullptr;
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
    EventSpans<Hold> holds;  ///< locks and semaphores
    EventSpans<Wait> waits;
    Counter level;       ///< queue depth; permits free; event set (0/1); a counter's value
    Counter unfinished;  ///< queues: items put and not yet task_done
    std::vector<Access> accesses;     ///< variables
    std::vector<TaskId> linked;       ///< gather: the tasks it waits for, in argument order
    std::vector<std::uint32_t> jobs;  ///< executors: indexes into Timeline::jobs(), by number
    EventList events;                 ///< every event with this resource as its `subject`
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

/// A message to or from a place outside the loop. A lost one never arrives.
struct MessageInfo {
    /// One end: a row of a place, or a task, or the loop (neither).
    struct End {
        ObjectId place = 0;
        TaskId task = 0;
        std::uint8_t row = kNoRow;  ///< kNoRow: the place as a whole
        EventIndex event = kNoEvent;
    };
    ObjectId id = 0;
    TextId text = 0;
    End sent{};
    End arrived{};
};

/// A simulated thread that another one started. Thread 0, the first, is in no list.
struct ThreadInfo {
    std::uint32_t number = 0;
    TextId name = 0;
    TaskId starter = 0;
    EventIndex started = 0;
    EventIndex ended = kNoEvent;
};

/// A list of a Timeline, by event, as a light view that may be copied. Valid until the Timeline is
/// extended or moved.
template <class Value>
class TimelineList {
public:
    using value_type = Value;
    using iterator = ValueIterator<TimelineList, Value>;
    using const_iterator = iterator;

    TimelineList() = default;
    TimelineList(const Timeline& timeline, const EventList& events)
        : timeline_(&timeline), events_(&events) {}

    [[nodiscard]] std::size_t size() const { return events_->size(); }
    [[nodiscard]] bool empty() const { return events_->empty(); }
    /// Requires: i < size().
    [[nodiscard]] Value operator[](std::size_t i) const;
    [[nodiscard]] Value front() const { return (*this)[0]; }
    [[nodiscard]] Value back() const { return (*this)[size() - 1]; }
    [[nodiscard]] iterator begin() const { return {*this, 0}; }
    [[nodiscard]] iterator end() const { return {*this, size()}; }

    /// The events of its elements: Step::first, WakeUp::event, TimerInfo::set.
    [[nodiscard]] const EventList& events() const { return *events_; }

private:
    const Timeline* timeline_ = nullptr;
    const EventList* events_ = nullptr;
};
using StepList = TimelineList<Step>;
using WakeUpList = TimelineList<WakeUp>;
using TimerList = TimelineList<TimerInfo>;
template <>
Step StepList::operator[](std::size_t i) const;
template <>
WakeUp WakeUpList::operator[](std::size_t i) const;
template <>
TimerInfo TimerList::operator[](std::size_t i) const;

}  // namespace coroscope
