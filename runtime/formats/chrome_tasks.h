// ChromeTasks: which tasks an imported Chrome trace has, with their names: one for each thread on
// which something happens, one for each asynchronous operation, and one more for each further lane
// of slices that overlap.
//
//     const ChromeTasks tasks = tasks_of(file, laid_out);
//     for (const ChromeTask& task : tasks.list) { ... }   // list[i] has the TaskId i + 1
//
// Order: by the time of creation; threads (all from the beginning on) by the sort indexes of
// process and thread, then as they appear in the document.
#pragma once

#include <string>
#include <vector>

#include "runtime/formats/chrome_lanes.h"

namespace coroscope {

struct ChromeTask {
    std::uint32_t track = 0;
    std::uint32_t number = 0;  ///< of its lane; 0 = the track's own
    std::size_t first = 0;     ///< slices [first, last)
    std::size_t last = 0;
    Nanoseconds created = 0;
    TaskId parent = 0;
    std::string name{};
};

struct ChromeTasks {
    std::vector<ChromeTask> list;
    std::vector<TaskId> of_track;  ///< the task of a track's own lane, 0 if it has none
    bool one_process = true;       ///< then names do without the process
};

[[nodiscard]] ChromeTasks tasks_of(const ChromeEvents& file, const ChromeLanes& laid_out);

/// "worker", or "process 17" if nobody named it.
[[nodiscard]] std::string process_label(const ChromeEvents& file, std::uint32_t process);

/// Thread states (T with a duration) and those of our own export: the task's states come from them.
[[nodiscard]] bool is_chrome_state(const ChromeEvents& file, const ChromeEvent& event);

}  // namespace coroscope
