// Any bytes as a .ctrace file: a message or a trace, which every question can be put to, which can
// be exported, and which survives being written again. Random bytes hardly ever carry a right
// checksum: so input that begins with an odd byte is taken as the contents of sections, each behind
// two bytes of length, and is packed into a file first.
#include <zstd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "runtime/trace/byte_io.h"
#include "runtime/trace/ctrace.h"
#include "runtime/trace/ctrace_format.h"
#include "runtime/trace/timeline.h"
#include "tests/fuzz/ask_everything.h"

using namespace coroscope;

namespace {

void add_section(std::string& file, std::string_view content) {
    static ZSTD_CCtx* const context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    std::string frame(ZSTD_compressBound(content.size()), '\0');
    frame.resize(
        ZSTD_compress2(context, frame.data(), frame.size(), content.data(), content.size()));
    for (unsigned i = 0; i < detail::kSectionHeaderSize; ++i) {
        file.push_back(static_cast<char>(frame.size() >> (8 * i) & 0xFFU));
    }
    file += frame;
}

std::string packed(std::string_view contents) {
    std::string file(detail::kCtraceMagic);
    file.append("\1\0\0\0", 4);
    detail::ByteWriter info;
    info.byte(static_cast<std::uint8_t>(detail::Section::Info));
    info.text("fuzz");
    info.text("");
    info.text("");
    add_section(file, info.bytes());
    while (contents.size() > 2) {
        const std::size_t size = static_cast<unsigned char>(contents[0]) * 256U +
                                 static_cast<unsigned char>(contents[1]);
        contents.remove_prefix(2);
        add_section(file, contents.substr(0, size));
        contents.remove_prefix(std::min(size, contents.size()));
    }
    return file;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string bytes(reinterpret_cast<const char*>(data), size);
    if (size > 0 && data[0] % 2 == 1) {
        bytes = packed(std::string_view(bytes).substr(1));
    }
    const CtraceResult result = decode_ctrace(bytes);
    if (!result.trace) {
        if (result.problem.empty()) {
            std::abort();
        }
        return 0;
    }
    test::ask_everything(Timeline(*result.trace));
    const CtraceResult again = decode_ctrace(encode_ctrace(*result.trace));
    if (!again.problem.empty() || !(*again.trace == *result.trace)) {
        std::abort();
    }
    return 0;
}
