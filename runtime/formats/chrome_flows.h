// ChromeFlows: the arrows of a Chrome trace (s, t, f and bind_id) as wake-ups: who caused it that a
// task, which waited, runs again.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "runtime/formats/chrome_lanes.h"

namespace coroscope {

/// A stretch in which a track runs.
struct ChromeRun {
    Nanoseconds begin = 0;
    Nanoseconds end = 0;
};

struct ChromeWake {
    Nanoseconds time = 0;       ///< when the cause was; not before the run before this one ended
    std::uint32_t thread = 0;   ///< where it was
    Nanoseconds caused_at = 0;  ///< as the document says
};

struct ChromeFlows {
    /// By thread and the beginning of the run that it led to.
    std::map<std::pair<std::uint32_t, Nanoseconds>, ChromeWake> wakes;
    std::uint64_t not_shown = 0;  ///< arrows into the middle of a run, or to nowhere
};

/// `runs` by thread, each in order.
[[nodiscard]] ChromeFlows flows_of(const ChromeEvents& file, const ChromeLanes& laid_out,
                                   const std::vector<std::vector<ChromeRun>>& runs);

}  // namespace coroscope
