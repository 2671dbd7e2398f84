// The tasks whose timers came due while a step kept the loop busy.
#pragma once

#include <vector>

#include "runtime/analysis/words.h"
#include "runtime/trace/timeline.h"

namespace coroscope::detail {

struct LateTask {
    TaskId task = 0;
    Nanoseconds by = 0;  ///< how late it is at the end of the stretch
};

/// A stretch of time in which `task` kept the loop, up to and including event `last`.
struct BusyStretch {
    TaskId task = 0;
    Nanoseconds begin = 0;
    Nanoseconds end = 0;
    EventIndex last = 0;
};

/// Latest first; each task once. Timers that are cancelled later are not counted: their task woke
/// for another reason. Cost: linear in the timers of the run.
[[nodiscard]] std::vector<LateTask> late_tasks(const Timeline& timeline, const BusyStretch& busy);

/// "heartbeat is 1.7 s late, a is 20 ms late, b is 10 ms late and 2 more"
[[nodiscard]] Argument late_arg(const Timeline& timeline, const std::vector<LateTask>& late);

}  // namespace coroscope::detail
