// What a task would do in a step, in a few words: "would take a4", "would find the queue full".
#pragma once

#include "runtime/text/message.h"
#include "runtime/trace/timeline.h"

namespace coroscope::gui {

struct Would {
    Message words;        ///< what tells most; empty if nothing does
    Message why_waiting;  ///< "the queue is full": why the step ends at something taken; or empty
};

/// Of the step that begins at this event. Requires: the event is a TaskResumed of the timeline.
[[nodiscard]] Would would_do(const Timeline& timeline, EventIndex resumed);

}  // namespace coroscope::gui
