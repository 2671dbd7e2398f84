// Plotted counters: the numbers of a run that viewers draw over time: ready tasks, timers, the
// items of each queue, the free permits of each semaphore, and what another program counted.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/trace/timeline.h"

namespace coroscope {

struct PlottedCounter {
    std::string title;      ///< "ready tasks", "queue jobs"; no two are the same
    std::string_view unit;  ///< "tasks", "timers", "items", "free", "value"
    ObjectId resource = 0;  ///< 0: the loop's
    /// By event; the first is where it begins, with 0 if the trace does not say otherwise.
    std::vector<Counter::Change> values;
};

/// The loop's first, then by creation of the resource.
[[nodiscard]] std::vector<PlottedCounter> plotted_counters(const Timeline& timeline);

}  // namespace coroscope
