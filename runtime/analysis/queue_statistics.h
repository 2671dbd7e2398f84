// Queue statistics: depth, items, and Little's law.
//
// Window: from the queue's creation to its destruction, to the end of the run or to the cursor,
// whichever comes first. The queue is empty when it is made, so every item arrives inside the
// window; what is still inside at its end has stayed until there. With that convention Little's
// law,
//
//     L = lambda * W    mean depth = arrivals per time * mean stay
//
// is an identity: time times depth, summed up, is the sum of all stays. Time before the first put
// belongs to the window: it lowers L and lambda alike.
//
// Which item is taken is told by its text, as in Timeline::items_at: of equal texts the oldest.
// That decides single stays, never their sum. All times are virtual nanoseconds; sums saturate.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/analysis/durations.h"
#include "runtime/analysis/prefix.h"

namespace coroscope {

struct LittlesLaw {
    Nanoseconds window = 0;
    std::uint64_t arrivals = 0;
    Nanoseconds depth_area = 0;  ///< depth times time, from the depths that the trace states
    Nanoseconds stays = 0;       ///< the sum of the stays of all that arrived
    bool saturated = false;      ///< the sums are too large to be exact

    [[nodiscard]] double mean_depth() const;           ///< L
    [[nodiscard]] double arrivals_per_second() const;  ///< lambda
    [[nodiscard]] double mean_stay() const;            ///< W, in nanoseconds; 0 if nothing arrived
    /// L = lambda * W, exactly: compared as whole numbers. Requires nothing; false only for a trace
    /// whose depths do not fit its items, or whose sums are too large.
    [[nodiscard]] bool holds() const { return !saturated && depth_area == stays; }
};

struct QueueStatistics {
    std::uint64_t put = 0;
    std::uint64_t got = 0;
    std::uint64_t dropped = 0;  ///< by a shutdown
    std::uint64_t left = 0;     ///< still inside at the end of the window
    std::int64_t most = 0;      ///< greatest depth
    Nanoseconds full = 0;       ///< time at capacity; 0 for a queue without one
    DurationSummary stays;      ///< of all that were put; of those still inside up to the end
    LittlesLaw little;
};

/// Requires: `queue` was created at or before the cursor. Adds its stays to `stays`.
[[nodiscard]] QueueStatistics queue_statistics(const Timeline& timeline, const ResourceInfo& queue,
                                               const detail::Prefix& run,
                                               std::vector<Nanoseconds>& stays);

}  // namespace coroscope
