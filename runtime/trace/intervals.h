// Intervals: a task's life as stretches in one state each, without gaps. Two or three bytes are
// kept of each: where it begins and its state; the rest is looked up in the trace when it is asked
// for.
//
//     for (const Interval& interval : task.intervals) { ... }
//     task.intervals.shares(first, last).time[Share::Running]    // nanoseconds, exactly
//
// Costs: [] one or two looks at the trace; begun_until O(log n); shares O(log n), and a look at up
// to 64 intervals at both ends.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "runtime/trace/event_list.h"
#include "runtime/trace/indexed_trace.h"
#include "runtime/trace/value_iterator.h"

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

/// What the states of a living task are summed up to.
enum class Share : std::uint8_t { Running, Ready, Sleeping, Waiting };
inline constexpr std::size_t kShares = 4;
/// Created counts as ready. Requires: the state is that of a task that has begun and is not over.
[[nodiscard]] Share share_of(TaskState state);

/// How a stretch of events, or of a picture's axis, is shared out among the states of a task.
struct StateShares {
    std::array<EventIndex, kShares> events{};  ///< by Share
    std::array<Nanoseconds, kShares> time{};
    std::size_t intervals = 0;  ///< that begin in it, the one in which the task is over included
};

class Intervals {
public:
    using value_type = Interval;
    using iterator = ValueIterator<Intervals, Interval>;
    using const_iterator = iterator;

    [[nodiscard]] std::size_t size() const { return firsts_.size(); }
    [[nodiscard]] bool empty() const { return firsts_.empty(); }
    /// Requires: i < size().
    [[nodiscard]] Interval operator[](std::size_t i) const;
    [[nodiscard]] Interval front() const { return (*this)[0]; }
    [[nodiscard]] Interval back() const { return (*this)[size() - 1]; }
    [[nodiscard]] iterator begin() const { return {*this, 0}; }
    [[nodiscard]] iterator end() const { return {*this, size()}; }

    // Without a look at the trace:
    /// The events at which they begin.
    [[nodiscard]] const EventList& firsts() const { return firsts_; }
    /// Requires: not empty.
    [[nodiscard]] TaskState last_state() const { return state(size() - 1); }
    [[nodiscard]] TaskState state(std::size_t i) const {
        return static_cast<TaskState>(states_[i]);
    }
    /// How many begin at or before the cursor: [begun_until(c) - 1] is the one that covers c.
    [[nodiscard]] std::size_t begun_until(EventIndex cursor) const {
        return firsts_.count_until(cursor);
    }
    /// How events [first, last) are shared out among its states.
    [[nodiscard]] StateShares shares(EventIndex first, EventIndex last) const;

private:
    friend class detail::TimelineBuilder;
    friend class Timeline;
    static constexpr std::size_t kPerSum = 64;
    /// All that lies before a group of kPerSum intervals.
    struct Sum {
        std::array<std::uint32_t, kShares> events{};
        std::array<Nanoseconds, kShares> time{};
    };
    /// Sums that grow with each interval, once there are kPerSum of them.
    struct Sums {
        std::vector<Sum> before;  ///< interval kPerSum, 2 * kPerSum, ...
        Sum all;                  ///< before the last interval
        Nanoseconds since = 0;    ///< when the last interval began
    };
    /// `now` is the event's time.
    void push_back(EventIndex first, TaskState state, Nanoseconds now);
    static void add(Sum& sum, TaskState state, EventIndex events, Nanoseconds time);
    /// Adds up intervals [from, n), and of the last of them what lies before `cursor`.
    void add_up(Sum& sum, std::size_t from, std::size_t n, EventIndex cursor) const;
    [[nodiscard]] Sum sum_until(EventIndex cursor) const;

    EventList firsts_;
    std::vector<std::uint8_t> states_;
    detail::Rare<Sums> sums_;
    const detail::IndexedTrace* source_ = nullptr;
};

}  // namespace coroscope
