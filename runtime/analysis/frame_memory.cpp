#include "runtime/analysis/frame_memory.h"

#include <algorithm>
#include <unordered_map>

#include "runtime/analysis/time_math.h"

namespace coroscope {

std::vector<FunctionMemory> frame_memory(const Trace& trace, EventIndex cursor) {
    std::vector<FunctionMemory> functions;
    std::unordered_map<TextId, std::size_t> places;  // never iterated: its order must not show
    for (EventIndex i = 0; i < trace.size() && i <= cursor;) {
        for (const TraceEvent& event : trace.run_at(i)) {
            const bool made = event.kind == EventKind::FrameAllocated;
            if (i++ > cursor || (!made && event.kind != EventKind::FrameFreed)) {
                continue;
            }
            const auto [place, is_new] = places.try_emplace(event.b, functions.size());
            if (is_new) {
                functions.push_back({event.b, 0, 0, 0});
            }
            FunctionMemory& function = functions[place->second];
            const std::int64_t bytes = std::max<std::int64_t>(event.a, 0);
            if (made) {
                ++function.calls;
                function.live_bytes = detail::plus(function.live_bytes, bytes);
                function.peak_bytes = std::max(function.peak_bytes, function.live_bytes);
            } else {
                function.live_bytes -= std::min(bytes, function.live_bytes);
            }
        }
    }
    return functions;
}

}  // namespace coroscope
