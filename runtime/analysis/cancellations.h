// Cancellations that had no effect: a task was asked to stop, got its CancelledError, and went on
// all the same.
#pragma once

#include <optional>

#include "runtime/trace/timeline.h"

namespace coroscope::detail {

struct Swallowed {
    EventIndex request = 0;
    TaskId requester = 0;
    SiteId site = 0;                 ///< the await at which CancelledError was raised
    EventIndex again = kNoEvent;     ///< it is suspended there again: it went on as before
    EventIndex finished = kNoEvent;  ///< it returned as if nobody had asked it to stop
};

/// Looks at the requests in [from, until) and at all that came of them. Nothing is swallowed if the
/// CancelledError left the task in the end, however long its clean-up took; if the request was
/// taken back (a timeout, a task group, uncancel()) before the task stood at the same await again;
/// if it was passed on to a task that is awaited and that did not end cancelled (then that one
/// swallowed it); or if the await is a shield or the end of a task group, which wait again by
/// design.
[[nodiscard]] std::optional<Swallowed> swallowed(const Timeline& timeline, const TaskInfo& task,
                                                 EventIndex from, EventIndex until);

}  // namespace coroscope::detail
