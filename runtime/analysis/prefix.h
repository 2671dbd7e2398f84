// Prefix: a run up to and including a cursor, as everything that sums up times sees it: what lasts
// longer ends at the cursor.
#pragma once

#include <algorithm>

#include "runtime/analysis/time_math.h"
#include "runtime/trace/timeline.h"

namespace coroscope::detail {

class Prefix {
public:
    /// A cursor behind the last event means the last event. Requires: the trace is not empty.
    Prefix(const Timeline& timeline, EventIndex cursor)
        : trace_(timeline.trace()),
          cursor_(std::min(cursor, trace_.size() - 1)),
          now_(trace_[cursor_].time) {}

    [[nodiscard]] EventIndex cursor() const { return cursor_; }
    [[nodiscard]] Nanoseconds now() const { return now_; }
    [[nodiscard]] bool begun(EventIndex event) const { return event <= cursor_; }
    /// The time of an event, that of the cursor for those after it.
    [[nodiscard]] Nanoseconds time(EventIndex event) const {
        return event > cursor_ ? now_ : trace_[event].time;
    }
    /// Of anything that lasts from one event to another; at least 0.
    [[nodiscard]] Nanoseconds length(EventIndex first, EventIndex last) const {
        return span(time(first), time(last));
    }
    /// Of an interval of a task.
    [[nodiscard]] Nanoseconds length(const Interval& interval) const {
        return span(interval.begin, interval.last > cursor_ ? now_ : interval.end);
    }

private:
    const Trace& trace_;
    EventIndex cursor_;
    Nanoseconds now_;
};

/// A counter over time: what drawing it would enclose.
struct CounterFigures {
    Nanoseconds area = 0;  ///< value times time, saturating
    std::int64_t maximum = 0;
    Nanoseconds full = 0;  ///< time at `capacity` or above; 0 without a capacity
    bool saturated = false;
};

/// From its first change up to the event `end` (kNoEvent: up to the cursor). Values below 0 count
/// as 0.
[[nodiscard]] CounterFigures counter_figures(const Counter& counter, const Prefix& run,
                                             EventIndex end, std::int64_t capacity);

}  // namespace coroscope::detail
