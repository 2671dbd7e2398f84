// History: which events the inspector lists as what happened to a task or a resource.
#pragma once

#include "runtime/trace/event.h"

namespace coroscope::gui {

/// What a reader would tell; bookkeeping of the loop, of timers and of memory is left out.
[[nodiscard]] bool belongs_to_history(const TraceEvent& event);

}  // namespace coroscope::gui
