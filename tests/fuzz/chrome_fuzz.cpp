// Any bytes as Chrome Trace Event JSON, and as any trace file: a message, or a trace that every
// question can be put to, and that survives being written and read again as .ctrace.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "runtime/formats/open_trace.h"
#include "runtime/trace/ctrace.h"
#include "tests/fuzz/ask_everything.h"

using namespace coroscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const OpenedTrace opened =
        decode_trace({reinterpret_cast<const char*>(data), size}, "fuzz.json");
    if (!opened.trace) {
        if (opened.problem.empty()) {
            std::abort();
        }
        return 0;
    }
    test::ask_everything(Timeline(*opened.trace));
    const CtraceResult again = decode_ctrace(encode_ctrace(*opened.trace));
    if (!again.problem.empty() || !(*again.trace == *opened.trace)) {
        std::abort();
    }
    return 0;
}
