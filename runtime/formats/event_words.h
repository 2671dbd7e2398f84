// Event words: the fields of an event whose meaning its kind fixes, as words for a table.
#pragma once

#include <string>
#include <string_view>

#include "runtime/trace/timeline.h"

namespace coroscope {

/// What its `subject` is: a resource, or for TaskCreated and TaskCancelRequested the task that
/// asked for it; "" if that is nothing, or no name is known.
[[nodiscard]] std::string subject_title(const Timeline& timeline, const TraceEvent& event);
/// What its `detail` says: why a task waits, what woke it, the type of a resource; the number for
/// kinds that have none of these, "" for 0.
[[nodiscard]] std::string detail_title(const TraceEvent& event);
/// The text in its `b`, `a` or `subject`, whichever is one, in this order.
[[nodiscard]] std::string_view event_text(const Timeline& timeline, const TraceEvent& event);
/// Why a task was woken, Created for TaskCreated. Requires: one of these two kinds.
[[nodiscard]] WakeReason wake_reason(const TraceEvent& event);

}  // namespace coroscope
