// DurationSummary: what many durations look like: percentiles and a histogram.
//
// Percentiles are nearest-rank: the p-th is the smallest of the durations that at least p % of them
// do not exceed, so it is always one of them. p50 of an even number is the lower of the two in the
// middle. Buckets double: [0, 1), [1, 2), [2, 4), [4, 8) ... nanoseconds; only those that hold any
// are listed. Sums saturate.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/trace/event.h"

namespace coroscope {

struct DurationBucket {
    Nanoseconds from = 0;
    Nanoseconds to = 0;  ///< exclusive
    std::uint64_t count = 0;
    friend bool operator==(const DurationBucket&, const DurationBucket&) = default;
};

struct DurationSummary {
    std::uint64_t count = 0;
    Nanoseconds total = 0;
    Nanoseconds p50 = 0;
    Nanoseconds p90 = 0;
    Nanoseconds p99 = 0;
    Nanoseconds longest = 0;
    std::vector<DurationBucket> buckets{};  ///< from short to long
    /// Rounded down; 0 of none.
    [[nodiscard]] Nanoseconds mean() const {
        return count == 0 ? 0 : total / static_cast<Nanoseconds>(count);
    }
    friend bool operator==(const DurationSummary&, const DurationSummary&) = default;
};

/// Negative durations count as 0. Cost: linear.
[[nodiscard]] DurationSummary summarize(std::vector<Nanoseconds> durations);

}  // namespace coroscope
