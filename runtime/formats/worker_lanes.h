// Worker lanes: what each worker thread or process of the executors did, one job after the other.
#pragma once

#include <string>
#include <vector>

#include "runtime/trace/timeline.h"

namespace coroscope {

struct LaneJob {
    std::int64_t number = 0;  ///< in its executor, from 1
    TextId name = 0;
    TextId error = 0;                 ///< "Type: message", 0 if it returned or has not ended
    TaskId submitter = 0;             ///< 0: the loop, or not known
    EventIndex submitted = kNoEvent;  ///< JobSubmitted
    SiteId site = 0;                  ///< where it was submitted
    EventIndex started = 0;           ///< JobStarted
    EventIndex finished = kNoEvent;   ///< JobFinished; the trace's end while it runs
};

struct WorkerLane {
    ObjectId executor = 0;
    int worker = 0;             ///< from 0
    std::string title;          ///< "pool worker 0"; no two are the same
    std::vector<LaneJob> jobs;  ///< by start; they do not overlap
};

/// By executor, then by worker: those that ever had a job.
[[nodiscard]] std::vector<WorkerLane> worker_lanes(const Timeline& timeline);

}  // namespace coroscope
