// Verdict: whether a run went as its program should, and the few words that say why (not): how it
// ended, which check does not hold, what is found.
#pragma once

#include <vector>

#include "runtime/analysis/finding.h"
#include "runtime/text/message.h"
#include "runtime/trace/timeline.h"

namespace coroscope {

struct Verdict {
    bool passes = true;
    Message words;  ///< no sentence: "check fails: every increment counts"
};

/// Requires: `findings` are those of the run. What is only worth knowing (Severity::Info) does not
/// fail a run. Cost: linear in the events.
[[nodiscard]] Verdict verdict(const Timeline& timeline, const std::vector<Finding>& findings);

}  // namespace coroscope
