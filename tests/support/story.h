// A short run, written by hand, that the tests of the formats share: it has a bit of everything.
#pragma once

#include "tests/runtime/trace/trace_builder.h"

namespace coroscope::test {

inline constexpr Nanoseconds kStoryMs = 1'000'000;

/// alice creates bob and later hands him a lock; a sleep, a queue, a semaphore, a pool with a job,
/// a log line with awkward characters, a failure, a choice; bob waits for ever.
[[nodiscard]] Trace story();
/// Texts that are hard for some format stand everywhere: names of tasks, resources and jobs, log
/// lines, errors, the run itself. Otherwise a run like any other, which hangs.
[[nodiscard]] Trace awkward_texts();

}  // namespace coroscope::test
