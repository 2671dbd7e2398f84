// Jobs: what worker threads and processes of executors did, put together from the Job events.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/trace/timeline.h"

namespace coroscope {

struct Job {
    ObjectId executor = 0;
    std::int64_t number = 0;  ///< in its executor, from 1
    TextId name = 0;
    TaskId task = 0;  ///< who submitted it, 0 = the loop
    std::uint8_t worker = 0;
    bool failed = false;
    EventIndex submitted = 0;
    EventIndex started = kNoEvent;   ///< kNoEvent: still in line
    EventIndex finished = kNoEvent;  ///< kNoEvent: not yet
};

class Jobs {
public:
    /// Cost: linear in the events of the run's executors.
    explicit Jobs(const Timeline& timeline);

    [[nodiscard]] const std::vector<Job>& all() const { return jobs_; }  ///< by submission
    /// The job that a future stands for; nullptr if it stands for none. The runtime makes the
    /// future right before it submits the job.
    [[nodiscard]] const Job* of_future(const Timeline& timeline, ObjectId future) const;

private:
    std::vector<Job> jobs_;
};

}  // namespace coroscope
