// The title of a run in the asked language: of its lesson, if the program has one.
#pragma once

#include <string>

#include "runtime/text/message.h"
#include "runtime/trace/trace.h"

namespace coroscope {

/// The trace's own title, its RunSpec, or "Timeline": never empty.
[[nodiscard]] std::string run_title(const TraceInfo& info, Language language);

}  // namespace coroscope
