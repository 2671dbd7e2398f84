// Which job of an executor a future stands for.
#pragma once

#include "runtime/trace/timeline.h"

namespace coroscope::detail {

/// nullptr if it stands for none. The runtime makes the future right before it submits the job, and
/// gives it the job's name.
[[nodiscard]] const JobInfo* job_of_future(const Timeline& timeline, ObjectId future);

}  // namespace coroscope::detail
