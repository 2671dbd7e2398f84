// Event meaning: what a trace event says, without the numbers that it gives to things: kind, time,
// the names of its task and subject, its texts and its other values. Two runs of one program, and
// of different ones, can be compared with it.
//
// Not part of the meaning: ids of tasks, objects and callbacks, source lines (a twin says the same
// on other lines).
#pragma once

#include "runtime/trace/timeline.h"

namespace coroscope {

/// False for notes that a recording may have or not while the program does the same: choices made
/// (a policy that chooses asyncio's way says so), coroutine frames.
[[nodiscard]] bool is_part_of_the_run(EventKind kind);

/// `with_time` false: also if they happen at different times. Requires: each index is inside its
/// trace.
[[nodiscard]] bool same_meaning(const Timeline& left, EventIndex left_event, const Timeline& right,
                                EventIndex right_event, bool with_time = true);

}  // namespace coroscope
