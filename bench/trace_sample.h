// A long trace of a program that does a bit of everything: tasks that sleep, share a lock, hand
// items through a queue and call coroutines.
#pragma once

#include "runtime/trace/timeline.h"

namespace coroscope::bench {

inline constexpr EventIndex kManyEvents = 10'000'000;
inline constexpr EventIndex kSomeEvents = 1'000'000;
/// At least so many events, and a few more.
[[nodiscard]] Trace record_sample(EventIndex events);
/// All that a window may show at a cursor: every task, every resource. Returns how much there is.
[[nodiscard]] std::size_t ask_everything(const Timeline& timeline, EventIndex cursor);

}  // namespace coroscope::bench
