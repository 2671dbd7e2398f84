// Worker lanes: what each worker thread or process of the executors did, one job after the other.
#pragma once

#include <string>
#include <vector>

#include "runtime/trace/timeline.h"

namespace coroscope {

struct LaneJob {
    const JobInfo* info = nullptr;  ///< a job that has started
    EventIndex last = 0;  ///< where it ends in the lane, at least 1 after its start; kNoEvent: open
};

struct WorkerLane {
    ObjectId executor = 0;
    std::uint8_t worker = 0;    ///< from 0
    std::string title;          ///< "pool worker 0"; no two are the same
    std::vector<LaneJob> jobs;  ///< by start; they do not overlap
};

/// By executor, then by worker: those that ever had a job. Valid as long as the timeline.
[[nodiscard]] std::vector<WorkerLane> worker_lanes(const Timeline& timeline);

}  // namespace coroscope
