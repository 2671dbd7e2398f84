// The end of a run: the event after which nothing happened any more. What comes behind it in the
// trace is only what the run leaves behind: tasks that are destroyed unfinished, and frames.
#pragma once

#include "runtime/trace/timeline.h"

namespace coroscope {

/// RunEnded, or the last event of a run that is not over; 0 for an empty trace. Cost: a look at
/// what the run leaves behind.
[[nodiscard]] EventIndex end_of_run(const Timeline& timeline);

}  // namespace coroscope
