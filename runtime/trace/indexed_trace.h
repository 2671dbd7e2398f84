// IndexedTrace: what the lists of a Timeline look at to tell what their events mean: the trace as
// far as it is indexed, with times that never run backwards, whatever the trace says.
#pragma once

#include <algorithm>
#include <vector>

#include "runtime/trace/trace.h"

namespace coroscope::detail {

class IndexedTrace {
public:
    [[nodiscard]] EventIndex size() const { return trace_.size(); }
    [[nodiscard]] const Trace& trace() const { return trace_; }
    /// Requires: event < size().
    [[nodiscard]] const TraceEvent& operator[](EventIndex event) const { return trace_[event]; }
    /// Time of an event, or of an earlier one that is later. Requires: it was added.
    [[nodiscard]] Nanoseconds time(EventIndex event) const {
        return late_.empty() ? trace_[event].time : time_by_rank(event);
    }
    /// The latest time so far.
    [[nodiscard]] Nanoseconds now() const { return now_; }

    void set_trace(Trace trace) { trace_ = std::move(trace); }
    /// Every event once, in order.
    void add(EventIndex event, Nanoseconds time) {
        if (time >= now_) {
            now_ = time;
        } else if (!late_.empty() && late_.back().last + 1 == event) {
            late_.back().last = event;
        } else {
            late_.push_back({event, event, now_});
        }
    }

private:
    /// Events whose own times are before that of an earlier one.
    struct Late {
        EventIndex first = 0;
        EventIndex last = 0;
        Nanoseconds time = 0;
    };
    [[nodiscard]] Nanoseconds time_by_rank(EventIndex event) const {
        const auto behind = std::ranges::upper_bound(late_, event, {}, &Late::first);
        const bool late = behind != late_.begin() && event <= std::prev(behind)->last;
        return late ? std::prev(behind)->time : trace_[event].time;
    }

    Trace trace_;
    Nanoseconds now_ = 0;
    std::vector<Late> late_;
};

}  // namespace coroscope::detail
