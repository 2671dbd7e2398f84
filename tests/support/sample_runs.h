// Runs written by hand that the tests of the picture and of the terminal share.
#pragma once

#include "runtime/trace/timeline.h"

namespace coroscope::test {

/// Two tasks that take two locks in opposite order: five steps, then nothing can run.
[[nodiscard]] Timeline deadlock_run();
/// heartbeat sleeps while report blocks the loop for two seconds; everybody finishes, one task
/// fails.
[[nodiscard]] Timeline blocking_run();
/// A producer and a consumer around a queue for two items, over `rounds` rounds.
[[nodiscard]] Timeline queue_run(int rounds);
/// `tasks` tasks that each sleep once; everything begins at 0.
[[nodiscard]] Timeline crowd_run(int tasks);

}  // namespace coroscope::test
