// Executor statistics: what the workers of an executor did, and how long jobs stood in line.
//
// All times are virtual, in nanoseconds, up to the cursor. A job that is cancelled in line never
// starts: it counts as waiting.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/analysis/durations.h"
#include "runtime/trace/timeline.h"

namespace coroscope {

struct WorkerStatistics {
    std::uint64_t jobs = 0;  ///< started
    Nanoseconds busy = 0;
};

struct ExecutorStatistics {
    ObjectId executor = 0;
    std::int64_t capacity = 0;  ///< workers that it may have
    std::uint64_t submitted = 0;
    std::uint64_t started = 0;
    std::uint64_t finished = 0;
    std::uint64_t failed = 0;
    Nanoseconds busy = 0;        ///< of all workers together
    double utilisation = 0.0;    ///< busy / (capacity * virtual time of the run)
    DurationSummary queueing{};  ///< from being submitted to being started; begun waits count
    DurationSummary running{};   ///< from being started to being finished; begun ones count
    std::vector<WorkerStatistics> workers{};  ///< by number, up to the last that worked
};

/// One entry for each executor that has had a job, by creation. Cost: linear in the jobs.
[[nodiscard]] std::vector<ExecutorStatistics> executor_statistics(const Timeline& timeline,
                                                                  EventIndex cursor = kNoEvent);

}  // namespace coroscope
