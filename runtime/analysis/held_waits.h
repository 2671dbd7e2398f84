// Held waits: waiting attributed to those who held what was waited for: "B waited 1.2 s for lock L,
// 1.1 s of it while A held it".
//
// Locks and semaphores: each wait is intersected with each stretch in which a task held at least
// one permit. A lock has one holder at a time, so the shares of a wait add up to at most its
// length; the rest is `unheld`: released, and on its way to a task that had not run yet. Several
// permits are held at once, so the shares of a semaphore may add up to more.
//
// Tasks: who awaits a task, a gather, a task group ... is attributed to each task that it awaited,
// for as long as that one lived during the wait. `unheld` is 0 then.
//
// All times are virtual, in nanoseconds, up to the cursor; sums saturate.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/trace/timeline.h"

namespace coroscope {

struct HolderShare {
    TaskId task = 0;
    Nanoseconds time = 0;  ///< of the waiting, while this task held it, or was awaited and not over
    friend bool operator==(const HolderShare&, const HolderShare&) = default;
};

/// What one task waited for one thing, all its waits together.
struct HeldWait {
    TaskId task = 0;
    WaitReason reason = WaitReason::None;
    ObjectId resource = 0;  ///< 0: another task, the first of `holders`
    std::uint64_t count = 0;
    Nanoseconds total = 0;
    Nanoseconds unheld = 0;
    std::vector<HolderShare> holders{};  ///< longest first, then by task; none of length 0
    /// False: not all holders were looked at, only those that held it longest over the run (where
    /// thousands of tasks wait for thousands: see kMostCells).
    bool complete = true;
    friend bool operator==(const HeldWait&, const HeldWait&) = default;
};

/// Waiters times holders of one resource that are told apart; the same number bounds how often who
/// awaits is compared with who is awaited.
inline constexpr std::size_t kMostCells = 1'000'000;

/// Longest first, then by task and resource. Waits of no length are left out. Cost: O(n log n) in
/// the waits and holds, and for each hold the number of those who wait while it ends.
[[nodiscard]] std::vector<HeldWait> held_waits(const Timeline& timeline,
                                               EventIndex cursor = kNoEvent,
                                               std::size_t most_cells = kMostCells);

}  // namespace coroscope
