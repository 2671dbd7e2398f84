// Moments: what happened at one instant and is worth a mark in a viewer: log lines, failures, what
// the loop reported, failed checks, choices of the schedule, findings, the run's end.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/text/message.h"
#include "runtime/trace/timeline.h"
#include "runtime/trace/work.h"

namespace coroscope {

struct Moment {
    EventIndex at = 0;
    std::string_view category;  ///< "log", "warning", "error", "choice", "finding", "run"
    std::string words;          ///< what happened; of a finding its kind
    TaskId task = 0;            ///< whose it is; 0: the loop's
    bool is_global = false;     ///< concerns the whole run
    std::string detail{};       ///< of a finding its statement, of a choice its candidates
};

/// What the trace itself says, by event.
[[nodiscard]] std::vector<Moment> moments(const Timeline& timeline);
/// The same, then the findings, the most severe first, in this language.
[[nodiscard]] std::vector<Moment> moments_and_findings(const Timeline& timeline, Language language,
                                                       Work* work = nullptr);
/// The candidates of a ChoiceMade event, by their titles: "worker-1, worker-2".
[[nodiscard]] std::string candidates_title(const Timeline& timeline, const TraceEvent& choice);

}  // namespace coroscope
