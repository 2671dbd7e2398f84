// frame_memory: how much memory coroutine frames take, by function. The trace knows it only if the
// run was asked to record frames; sizes are those of the compiler that built the program.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/trace/trace.h"

namespace coroscope {

struct FunctionMemory {
    TextId function = 0;
    std::uint64_t calls = 0;      ///< frames made up to the cursor
    std::int64_t live_bytes = 0;  ///< at the cursor
    std::int64_t peak_bytes = 0;  ///< most at any one time up to the cursor
    friend bool operator==(const FunctionMemory&, const FunctionMemory&) = default;
};

/// One entry for each function, in the order of its first call; empty if frames were not recorded.
/// Cost: O(events up to the cursor).
[[nodiscard]] std::vector<FunctionMemory> frame_memory(const Trace& trace, EventIndex cursor);

}  // namespace coroscope
