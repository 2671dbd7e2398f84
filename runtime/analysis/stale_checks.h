// Stale checks: what a task does because of a value that it looked at before its last await, and
// that another task has changed since.
#pragma once

#include <vector>

#include "runtime/trace/timeline.h"

namespace coroscope::detail {

struct StaleCheck {
    ObjectId variable = 0;  ///< that was looked at
    EventIndex check = 0;   ///< the read
    EventIndex change = 0;  ///< another task's last write in between
    EventIndex act = 0;     ///< a write, a put into a queue, the creation of a task
    TaskId task = 0;        ///< whose check and act
};

/// In order of the acts. Two forms:
///
/// - It writes the variable itself, and read it again only on the line of that write (`x -= 1`),
///   which computes with the new value but does not look at it. A write without any such read is a
///   lost update (lost_updates.h), and is not here.
/// - It never writes the variable, and what was true of it has turned into its opposite (from "" or
///   0 or false to something else, or back) when the task does what it does first after the check.
///
/// Left out, as no sign of a check: reads for a log line or for a check of the scenario, a value
/// that the task has just written, one that is the same again; and of the second form reads in a
/// loop, values that are handed on, and numbers that only one task looks at.
[[nodiscard]] std::vector<StaleCheck> stale_checks(const Timeline& timeline);

}  // namespace coroscope::detail
