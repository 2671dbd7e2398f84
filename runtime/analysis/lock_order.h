// Lock order: who asked for which lock while holding which, and the rings in which these orders
// contradict one another.
//
// Locks here are locks and semaphores of one permit, as long as whoever acquired one also released
// it: one that is handed over from task to task is a signal.
// Source: Havelund, "Using runtime analysis to guide model checking of Java programs" (2000): lock
// graphs with gate locks; Bensalem and Havelund, "Dynamic deadlock analysis of multi-threaded
// programs" (2005): what can never overlap is left out.
#pragma once

#include <vector>

#include "runtime/trace/timeline.h"

namespace coroscope::detail {

/// A task that holds `from` asks for `to`.
struct LockOrder {
    ObjectId from = 0;
    ObjectId to = 0;
    TaskId task = 0;
    EventIndex taken = 0;  ///< `from`
    EventIndex given_back = 0;
    EventIndex asked = 0;  ///< for `to`: when it began to wait, or got it at once
    SiteId taken_site = 0;
    SiteId asked_site = 0;
    std::vector<ObjectId> held;  ///< all that it holds then
};

/// Rings in which each task holds what the one before it asks for, and that another schedule could
/// bring about: the tasks differ, hold nothing in common ("gate lock"), and can be there at the
/// same time. Rings of two come first, then longer ones whose orders are in no ring yet; at most
/// kMostLockRings. Where a lock order comes from many tasks, only some of them are looked at.
[[nodiscard]] std::vector<std::vector<LockOrder>> lock_rings(const Timeline& timeline);
inline constexpr std::size_t kMostLockRings = 1000;

/// True if a task of the ring can be stopped with one lock in hand: it awaited something between
/// the two, or somebody who does not hold its first lock kept its second one over an await. If not,
/// each takes both locks in one go, as asyncio's locks allow, and the ring needs one more await, or
/// one more task, to close.
[[nodiscard]] bool can_stop_between(const Timeline& timeline, const std::vector<LockOrder>& ring);

}  // namespace coroscope::detail
