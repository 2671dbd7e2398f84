// Resource statistics: who waits for what how long, how long it is held, what goes through a queue.
//
// All times are virtual, in nanoseconds, up to the cursor; sums saturate. What still lasts at the
// cursor counts up to there.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "runtime/analysis/durations.h"
#include "runtime/analysis/queue_statistics.h"
#include "runtime/trace/timeline.h"

namespace coroscope {

struct HoldStatistics {
    std::uint64_t count = 0;  ///< of a semaphore: permits taken
    Nanoseconds total = 0;    ///< permits times time
    Nanoseconds longest = 0;
    Nanoseconds covered = 0;   ///< time in which at least one permit is held
    double utilisation = 0.0;  ///< covered / virtual time of the run
    double mean_in_use = 0.0;  ///< permits held on the average over the virtual time of the run
};

struct ResourceStatistics {
    ObjectId resource = 0;
    ResourceType type = ResourceType::None;
    DurationSummary waits;                  ///< each from suspending to getting it, or giving up
    std::optional<HoldStatistics> holds{};  ///< locks and semaphores
    std::optional<QueueStatistics> queue{};
};

struct ResourceFigures {
    std::vector<ResourceStatistics> resources;  ///< by creation; variables are left out
    DurationSummary lock_waits;                 ///< of all locks and semaphores
    DurationSummary queue_stays;                ///< of the items of all queues
};

/// Cost: linear in the waits, holds and queue events up to the cursor.
[[nodiscard]] ResourceFigures resource_statistics(const Timeline& timeline,
                                                  EventIndex cursor = kNoEvent);

}  // namespace coroscope
