// Runs that ask much of a window: without an end, with an error, with very many tasks, locks or
// lines of log, with very long names, with a crowd of workers outside the loop. Each is a function
// that makes the run.
//
//     session.show(heavy::named("endless"), heavy::endless());
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

#include "runtime/trace/recorder.h"

namespace coroscope::test::heavy {

using Simulation = std::function<void(Recorder&, const std::stop_token&)>;

/// Two tasks that yield for ever. `events`: the budget at which it ends all the same.
[[nodiscard]] Simulation endless(EventIndex events = 20'000'000);
/// Yields, and gets no further than 10,000 rounds before somebody asks it to stop.
[[nodiscard]] Simulation waiting_for_stop();
/// One step that never ends: a log line after the other.
[[nodiscard]] Simulation endless_step(EventIndex events = 20'000'000);
[[nodiscard]] Simulation throwing();
/// worker-1 ... worker-<count>, all alive at once: each sleeps and then takes one lock in turn.
[[nodiscard]] Simulation many_tasks(int count);
/// task-<i> holds lock-<i> and waits for lock-<i+1>, the last for the first: one ring.
[[nodiscard]] Simulation ring_of_locks(int count);
[[nodiscard]] Simulation log_flood(int lines);
/// Tasks and a lock whose names have so many bytes.
[[nodiscard]] Simulation long_names(std::size_t bytes);

/// So many jobs through `queues` queues, each worker reading all of them.
[[nodiscard]] Simulation task_queue(int jobs, int workers, int queues);

/// What such a run is called.
[[nodiscard]] inline TraceInfo named(std::string_view title) {
    return {.runspec = "", .title = std::string(title), .producer = "test"};
}
/// Makes one, to its end.
[[nodiscard]] Trace made(const Simulation& simulation);

}  // namespace coroscope::test::heavy
