// latency: how long something outside takes, drawn by the run's seed.
//
//     co_await sleep(latency(80ms, 120ms));
#pragma once

#include "runtime/core/clock.h"

namespace coroscope {

/// Uniform in [min, max], in nanoseconds; the same seed gives the same sequence everywhere.
/// Errors: ValueError if min is negative or more than max; RuntimeError if no loop is running.
[[nodiscard]] Duration latency(Duration min, Duration max);

}  // namespace coroscope
