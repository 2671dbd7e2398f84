// Statistics of a run: where each task's time went, and the loop's figures. What is longer to find
// out stands beside: distributions.h, resource_statistics.h, executor_statistics.h, held_waits.h,
// critical_path.h, frame_memory.h.
//
// All times are virtual, in nanoseconds; sums saturate. "Up to the cursor" means: what still lasts
// there is counted up to there.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/trace/timeline.h"

namespace coroscope {

/// What a task spent waiting for one kind of thing.
struct WaitTotal {
    WaitReason reason = WaitReason::None;
    std::uint64_t count = 0;
    Nanoseconds total = 0;
    Nanoseconds longest = 0;
    friend bool operator==(const WaitTotal&, const WaitTotal&) = default;
};

struct TaskStatistics {
    TaskId task = 0;
    TaskState final_state = TaskState::NotYet;
    Nanoseconds running = 0;
    Nanoseconds ready = 0;  ///< ready or created
    Nanoseconds sleeping = 0;
    Nanoseconds waiting = 0;  ///< for anything but a timer of its own
    std::vector<WaitTotal>
        waits{};  ///< `waiting` and `sleeping` by reason, in the order of reasons
    std::uint64_t steps = 0;
    std::uint64_t wakeups = 0;  ///< times it was woken; its creation and sleep(0) are none
    Nanoseconds longest_step = 0;
    Nanoseconds longest_ready = 0;  ///< between being woken and running
};

struct RunStatistics {
    Nanoseconds virtual_time = 0;
    std::uint64_t events = 0;
    std::uint64_t steps = 0;
    std::uint64_t iterations = 0;
    Nanoseconds longest_step = 0;
    TaskId longest_step_task = 0;
    Nanoseconds busy = 0;               ///< inside steps and callbacks
    Nanoseconds idle = 0;               ///< the rest of virtual_time: nothing was ready
    Nanoseconds ready_area = 0;         ///< tasks ready or created, times time: sum over the run
    std::int64_t ready_most = 0;        ///< most tasks ready or created at once
    std::vector<TaskStatistics> tasks;  ///< by id
    /// Tasks ready or created on the average over virtual time; 0 if none passed.
    [[nodiscard]] double ready_mean() const;
};

/// Up to and including event `cursor`; the whole run by default. Cost: linear in the events up to
/// there.
[[nodiscard]] RunStatistics statistics(const Timeline& timeline, EventIndex cursor = kNoEvent);

/// part / whole as a real number; 0 if nothing is the whole.
[[nodiscard]] double ratio(Nanoseconds part, Nanoseconds whole);

}  // namespace coroscope
