// Step lanes: the steps of a run on one lane for each event loop, that is for each thread. Steps
// that overlap on a thread (in what another program recorded) get a lane of their own.
#pragma once

#include <string>
#include <vector>

#include "runtime/trace/timeline.h"

namespace coroscope {

struct StepLane {
    std::uint8_t thread = 0;  ///< 0 is the first
    std::string title;        ///< "event loop", "event loop of helper"; no two are the same
    std::vector<Step> steps;  ///< by first event; they do not overlap
};

/// The first is the first thread's, and is there even without steps; then by thread. Valid as long
/// as the timeline.
[[nodiscard]] std::vector<StepLane> step_lanes(const Timeline& timeline);
/// Where a step ends: the trace's end while it is open.
[[nodiscard]] EventIndex end_of(const Timeline& timeline, const Step& step);

}  // namespace coroscope
