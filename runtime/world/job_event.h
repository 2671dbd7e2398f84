// JobEvent: what workers tell those who monitor them, if worker_send_task_events is on. Source:
// Celery 5.6, docs/userguide/monitoring.rst.
#pragma once

#include <string>

#include "runtime/core/clock.h"
#include "runtime/world/job_state.h"

namespace coroscope {

struct JobEvent {
    std::string type = {};  ///< "task-sent", "task-received", "task-started", "task-succeeded", ...
    std::string id = {};
    std::string name = {};    ///< of the job type
    std::string worker = {};  ///< "" for task-sent
    Duration time = {};
    std::string text = {};  ///< the value, or the error
};

/// The state that an event speaks of.
[[nodiscard]] JobState state_of(const JobEvent& event);

}  // namespace coroscope
