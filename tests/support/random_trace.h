// random_trace: events that could be, and some that could not: for tests that compare two readings
// of one trace. The same seed gives the same trace on any machine.
#pragma once

#include <cstdint>

#include "runtime/trace/trace.h"

namespace coroscope {

struct RandomTraceOptions {
    std::uint64_t seed = 1;
    std::size_t events = 1000;
    TaskId tasks = 6;
    ObjectId resources = 8;  ///< created at the start, of all types
    bool nonsense =
        false;  ///< every field at random: ids that do not exist, times that run backwards
};
[[nodiscard]] Trace random_trace(const RandomTraceOptions& options);

}  // namespace coroscope
