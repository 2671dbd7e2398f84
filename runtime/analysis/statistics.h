// Statistics of a run: where each task's time went, and the loop's figures.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "runtime/trace/timeline.h"

namespace coroscope {

struct TaskStatistics {
    TaskId task = 0;
    TaskState final_state = TaskState::NotYet;
    Nanoseconds running = 0;
    Nanoseconds ready = 0;  ///< ready or created
    Nanoseconds sleeping = 0;
    Nanoseconds waiting = 0;  ///< for anything but a timer of its own
    std::uint64_t steps = 0;
};

struct RunStatistics {
    Nanoseconds virtual_time = 0;
    std::uint64_t events = 0;
    std::uint64_t steps = 0;
    std::uint64_t iterations = 0;
    Nanoseconds longest_step = 0;
    std::vector<TaskStatistics> tasks;  ///< by id
};

/// Up to and including event `cursor`; the whole run by default. Cost: linear in the steps up to
/// there.
[[nodiscard]] RunStatistics statistics(const Timeline& timeline, EventIndex cursor = kNoEvent);

}  // namespace coroscope
