// timeline_difference: the Timeline against the plainest replay.
#pragma once

#include <string>

#include "runtime/trace/trace.h"

namespace coroscope {

/// Puts every question to a Timeline at every cursor of the trace, and compares with Replay.
/// Returns "" or where they differ first.
[[nodiscard]] std::string timeline_difference(const Trace& trace);

}  // namespace coroscope
