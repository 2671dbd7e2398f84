// Links: from one event to those that belong to it: the next and previous span of a lane, who woke
// a task, and whom it woke.
//
// Cost: O(log n); next_woken() looks at the task's next 20,000 spans at most.
#pragma once

#include <optional>

#include "runtime/trace/timeline.h"

namespace coroscope::gui {

/// Where the next (previous) span begins on the task's lane, or the next event of the resource;
/// nullopt behind the last (before the first).
[[nodiscard]] std::optional<EventIndex> next_span(const Timeline& timeline, TaskId task,
                                                  ObjectId resource, EventIndex cursor);
[[nodiscard]] std::optional<EventIndex> previous_span(const Timeline& timeline, TaskId task,
                                                      ObjectId resource, EventIndex cursor);

/// The wake-up (or creation) to which the task owes the step it is in at `cursor`; nullopt if
/// nobody woke it.
[[nodiscard]] std::optional<WakeUp> waker_of(const Timeline& timeline, TaskId task,
                                             EventIndex cursor);
/// The first wake-up that the task does behind `cursor`, in its steps or by its end.
[[nodiscard]] std::optional<WakeUp> next_woken(const Timeline& timeline, TaskId task,
                                               EventIndex cursor);

}  // namespace coroscope::gui
