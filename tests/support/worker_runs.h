// Runs of programs with executors and threads, for tests of what shows them.
#pragma once

#include "runtime/trace/timeline.h"

namespace coroscope::test {

/// upload-1 ... upload-3 give the jobs resize-1 ... resize-3 to two threads, "pool": each blocks
/// 30 ms and computes 20 ms; the third waits in line. Another task beats every 10 ms meanwhile.
[[nodiscard]] Timeline worker_run();
/// One worker, `jobs` jobs of a millisecond, one after the other.
[[nodiscard]] Timeline busy_worker_run(int jobs);
/// main blocks 40 ms at a time while the thread "helper" runs a task of its own.
[[nodiscard]] Timeline thread_run();

}  // namespace coroscope::test
