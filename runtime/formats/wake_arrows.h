// Wake arrows: from the step in which a task woke another (or created it) to the step that this led
// to. A timer, and whoever is woken but never runs again, has none.
#pragma once

#include <vector>

#include "runtime/trace/timeline.h"

namespace coroscope {

struct WakeArrow {
    EventIndex cause = 0;  ///< TaskReady or TaskCreated; no two arrows have the same
    TaskId waker = 0;      ///< runs at `cause`
    TaskId woken = 0;
    EventIndex resumed = 0;  ///< where the woken task begins to run, after `cause`
};

/// By woken task, then by event.
[[nodiscard]] std::vector<WakeArrow> wake_arrows(const Timeline& timeline);
/// Who woke or created by this event, 0 if that was the loop or is not known. Requires: a TaskReady
/// or TaskCreated event.
[[nodiscard]] TaskId waker_of(const Timeline& timeline, const TraceEvent& event);

}  // namespace coroscope
