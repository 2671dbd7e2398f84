// SpreadTimes: when each event of a trace lies in a file for viewers that cannot show what takes no
// time. Running costs no virtual time, so a whole deadlock can happen at t = 0.
//
// An event lies at its virtual time, or one gap after the event before it, whichever is later. So
// slices have a length, those that follow each other do not overlap, and as soon as virtual time
// moves on the file's times are the virtual ones again. Times are whole units, and a gap is ten of
// them. The unit is 1 ns; in runs of more than 6 virtual days it is 1 us: viewers keep microseconds
// in a double and calculate with them, and must never be wrong by a unit.
#pragma once

#include <vector>

#include "runtime/trace/trace.h"

namespace coroscope {

class SpreadTimes {
public:
    explicit SpreadTimes(const Trace& trace);

    /// In ns; for an event that the trace does not have (kNoEvent, the end of what is still open)
    /// the end of the trace. Greater than that of any event before, and never over 2^63.
    [[nodiscard]] std::uint64_t of(EventIndex event) const {
        return times_[event < times_.size() ? event : times_.size() - 1];
    }
    [[nodiscard]] std::uint64_t unit() const { return unit_; }
    [[nodiscard]] std::uint64_t gap() const { return 10 * unit_; }

private:
    std::uint64_t unit_ = 1;
    std::vector<std::uint64_t> times_;  ///< of each event and, last, of the trace's end
};

/// How these times relate to virtual time, for the reader of an export.
[[nodiscard]] std::string axis_note(const SpreadTimes& times);

}  // namespace coroscope
