// Distributions: how long the steps of a run are, and how long tasks that were woken had to wait
// for their turn. Up to a cursor; what still lasts there counts up to there.
#pragma once

#include "runtime/analysis/durations.h"
#include "runtime/trace/timeline.h"

namespace coroscope {

struct Distributions {
    DurationSummary steps;
    DurationSummary ready_delays;  ///< from being created, woken or sleep(0) to running
};

/// Cost: linear in the steps and intervals up to the cursor.
[[nodiscard]] Distributions distributions(const Timeline& timeline, EventIndex cursor = kNoEvent);

}  // namespace coroscope
