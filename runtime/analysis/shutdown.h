// The end of a run after main is over: one more iteration of the loop, then the tasks that are left
// are cancelled and waited for, then asynchronous generators, the default executor and threads.
#pragma once

#include <optional>
#include <vector>

#include "runtime/trace/timeline.h"

namespace coroscope::detail {

struct Shutdown {
    EventIndex main_over = 0;  ///< the last event of main
    EventIndex begins =
        0;  ///< what is unfinished here is cancelled; the trace's size if nothing is
};
/// nullopt if main is not over. Main is the first task.
[[nodiscard]] std::optional<Shutdown> shutdown_of(const Timeline& timeline);

/// True if it is still unfinished at `cursor`.
[[nodiscard]] bool unfinished_at(const TaskInfo& task, EventIndex cursor);

/// Tasks of the program, in the thread of main: no main, no task that closes a generator.
[[nodiscard]] bool is_main_thread_task(const Timeline& timeline, const TaskInfo& task);

/// What keeps a run from ending although main is over: tasks that never go on again or that go on
/// whatever they are told, and jobs of executors that never end.
struct NeverEnding {
    std::vector<TaskId> tasks;
    std::vector<EventIndex> jobs;  ///< their JobStarted
    [[nodiscard]] bool empty() const { return tasks.empty() && jobs.empty(); }
};
/// Empty if main is not over, if the run ended, or if tasks wait for each other in a ring.
[[nodiscard]] NeverEnding never_ending(const Timeline& timeline);

}  // namespace coroscope::detail
