#include "runtime/analysis/frame_memory.h"

#include <algorithm>

namespace coroscope {

std::vector<FunctionMemory> frame_memory(const Trace& trace, EventIndex cursor) {
    std::vector<FunctionMemory> functions;
    for (EventIndex i = 0; i < trace.size() && i <= cursor; ++i) {
        const TraceEvent& event = trace[i];
        const bool made = event.kind == EventKind::FrameAllocated;
        if (!made && event.kind != EventKind::FrameFreed) {
            continue;
        }
        auto at = std::ranges::find(functions, event.b, &FunctionMemory::function);
        if (at == functions.end()) {
            at = functions.insert(functions.end(), {event.b, 0, 0, 0});
        }
        if (made) {
            ++at->calls;
            at->live_bytes += event.a;
            at->peak_bytes = std::max(at->peak_bytes, at->live_bytes);
        } else {
            at->live_bytes -= std::min(event.a, at->live_bytes);
        }
    }
    return functions;
}

}  // namespace coroscope
