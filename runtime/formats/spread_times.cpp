#include "runtime/formats/spread_times.h"

#include <fmt/format.h>

#include <algorithm>

namespace coroscope {

namespace {

/// What a trace says beyond this (146 years) is nonsense; cut there, gaps still have room.
constexpr Nanoseconds kLatest = Nanoseconds{1} << 62;
/// Up to here a double that holds microseconds is right to an eighth of a nanosecond.
constexpr Nanoseconds kExact = Nanoseconds{1} << 49;

}  // namespace

SpreadTimes::SpreadTimes(const Trace& trace) {
    Nanoseconds last = 0;
    for (EventIndex i = 0; i < trace.size(); ++i) {
        last = std::max(last, std::min(trace[i].time, kLatest));
    }
    unit_ = last < kExact ? 1 : 1000;
    times_.reserve(trace.size() + 1);
    std::uint64_t earliest = 0;
    last = 0;
    for (EventIndex i = 0; i < trace.size(); ++i) {
        last = std::max(last, std::min(trace[i].time, kLatest));
        const auto time = (static_cast<std::uint64_t>(last) + unit_ - 1) / unit_ * unit_;
        times_.push_back(std::max(earliest, time));
        earliest = times_.back() + gap();
    }
    times_.push_back(earliest);
}

std::string axis_note(const SpreadTimes& times) {
    return fmt::format(
        "virtual time; an event is at least {} ns after the event before it, so that steps that "
        "take "
        "no time can be seen; virtual_begin_ns and virtual_end_ns are exact",
        times.gap());
}

}  // namespace coroscope
