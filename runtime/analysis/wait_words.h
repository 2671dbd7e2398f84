// What a task waits for, as a clause: "consumer waits for an item of jobs (line 12)".
#pragma once

#include "runtime/text/message.h"
#include "runtime/trace/timeline.h"

namespace coroscope::detail {

/// `interval` is the task's state; one that is ready or has not begun has words, too.
[[nodiscard]] Message wait_clause(const Timeline& timeline, TaskId task, const Interval& interval);

}  // namespace coroscope::detail
