// Any bytes as a .ctrace file: a message or a trace, which every question can be put to and which survives being
// written again.
#include <cstdint>
#include <cstdlib>

#include "runtime/trace/ctrace.h"
#include "runtime/trace/timeline.h"

using namespace coroscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const CtraceResult result = decode_ctrace({reinterpret_cast<const char*>(data), size});
    if (!result.trace) {
        return result.problem.empty() ? (std::abort(), 1) : 0;
    }
    const Timeline timeline(*result.trace);
    for (EventIndex cursor = 0; cursor < result.trace->size(); cursor += 1 + result.trace->size() / 16) {
        (void)timeline.ready_at(cursor);
        (void)timeline.timers_at(cursor);
        for (ObjectId id = 0; id < 4; ++id) {
            (void)timeline.holders_at(id, cursor);
            (void)timeline.waiters_at(id, cursor);
            (void)timeline.items_at(id, cursor);
            (void)timeline.held_by(id, cursor);
            (void)timeline.await_stack(id, cursor);
        }
    }
    const CtraceResult again = decode_ctrace(encode_ctrace(*result.trace));
    if (!again.problem.empty() || !(*again.trace == *result.trace)) {
        std::abort();
    }
    return 0;
}
