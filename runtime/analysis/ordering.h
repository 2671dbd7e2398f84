// Ordering: whether what one task did had to come before what another did, in every schedule,
// because it made the other possible: it created it, ended while the other awaited it, put the item
// that the other got, set what the other waited for.
//
// Locks, permits and timers do not order tasks: in another schedule they fall differently. Who
// passes an event or a future that is set already leaves no trace: therefore everything comes after
// one that is set while nobody waits.
#pragma once

#include "runtime/trace/timeline.h"

namespace coroscope::detail {

/// Each question costs one pass over the events between. Together they look at a limited number of
/// events: questions beyond that are answered with yes.
class Ordering {
public:
    explicit Ordering(const Timeline& timeline) : timeline_(timeline) {}

    /// True if `later` could not be at event `before` without what `earlier` did behind event
    /// `after`. Requires: after <= before.
    [[nodiscard]] bool ordered(TaskId earlier, EventIndex after, TaskId later, EventIndex before);

private:
    const Timeline& timeline_;
    std::size_t looks_ = 0;
};

}  // namespace coroscope::detail
