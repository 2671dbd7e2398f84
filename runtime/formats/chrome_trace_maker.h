// ChromeTraceMaker: the last step of reading a Chrome trace: from laid out slices, states, arrows,
// counters and instants to the events of a trace.
#pragma once

#include <map>

#include "runtime/formats/chrome_flows.h"
#include "runtime/formats/chrome_tasks.h"
#include "runtime/trace/trace.h"

namespace coroscope {

struct MadeTrace {
    Trace trace;
    std::uint64_t arrows_not_shown = 0;
    std::map<char, std::uint64_t> not_shown;  ///< events by phase
};

[[nodiscard]] MadeTrace make_trace(const ChromeEvents& file, const ChromeLanes& laid_out,
                                   const ChromeTasks& tasks, TraceInfo info);

}  // namespace coroscope
