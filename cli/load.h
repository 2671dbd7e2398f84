// Load: a RUN of the command line (scenario id, RunSpec, .ctrace file or Chrome trace) becomes a
// timeline.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/console.h"
#include "runtime/trace/timeline.h"
#include "scenarios/simulate.h"

namespace coroscope::cli {

/// What to run and what to change in it. Texts as given on the command line.
struct RunRequest {
    std::string run;
    std::vector<std::string> set;  ///< "NAME=VALUE"
    std::optional<std::string> seed;
    std::optional<std::string> policy;
    std::optional<std::string> until;
    std::optional<std::string> max_steps;
    bool frames = false;  ///< record coroutine frames
};

/// Simulates, or reads the file. A file is simulated again, from its RunSpec, if the request
/// changes anything. A damaged file gives its readable prefix and a warning on `console.err`.
/// Errors: Failure with kUsage for a wrong RUN or option, kFile for a file of which nothing can be
/// read.
[[nodiscard]] Timeline load(const RunRequest& request, Console& console);

/// The event at which a cursor "at step N" stands: the last of that step; 0 is before the first.
/// Errors: Failure that names the number of steps.
[[nodiscard]] EventIndex cursor_at_step(const Timeline& timeline, std::string_view option,
                                        std::string_view step);
/// The number of the step that covers or precedes an event, from 1; 0 before the first.
[[nodiscard]] std::uint64_t step_number(const Timeline& timeline, EventIndex event);

}  // namespace coroscope::cli
