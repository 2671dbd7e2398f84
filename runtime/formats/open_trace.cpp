#include "runtime/formats/open_trace.h"

#include <algorithm>
#include <new>
#include <utility>

#include "runtime/formats/chrome_import.h"
#include "runtime/trace/ctrace.h"

namespace coroscope {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kGzip = "\x1F\x8B";
constexpr std::string_view kZstd = "\x28\xB5\x2F\xFD";
/// A document that does not begin within so many bytes is none.
constexpr std::size_t kMostSpace = 4096;

bool may_be_json(std::string_view bytes) {
    if (bytes.starts_with(kByteOrderMark)) {
        bytes.remove_prefix(kByteOrderMark.size());
    }
    bytes = bytes.substr(0, kMostSpace);
    const std::size_t first = bytes.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos ? bytes.size() < kMostSpace
                                           : bytes[first] == '{' || bytes[first] == '[';
}

bool is_wanted(std::string_view bytes) { return may_be_ctrace(bytes) || may_be_json(bytes); }

std::string unpack_first(std::string_view packer, std::string_view command) {
    return "this file is compressed with " + std::string(packer) + ": unpack it first (" +
           std::string(command) + ")";
}

}  // namespace

OpenedTrace decode_trace(std::string_view bytes, std::string_view name, Work* work) {
    if (may_be_ctrace(bytes)) {
        CtraceResult read = decode_ctrace(bytes, work);
        return {std::move(read.trace), std::move(read.problem), {}};
    }
    if (bytes.starts_with(kGzip)) {
        return {{}, unpack_first("gzip", "gunzip FILE"), {}};
    }
    if (bytes.starts_with(kZstd)) {
        return {{}, unpack_first("zstd", "unzstd FILE"), {}};
    }
    if (may_be_json(bytes)) {
        ImportResult read = import_chrome(bytes, name);
        return {std::move(read.trace), std::move(read.problem), std::move(read.notes)};
    }
    return {{},
            "this is not a .ctrace file (it does not begin with \"COROSCOPE-TRACE\") and no Chrome "
            "trace (JSON)",
            {}};
}

OpenedTrace open_trace(const std::filesystem::path& path, Work* work) {
    try {
        std::string bytes;
        if (std::string problem = read_file(path, bytes, is_wanted, work); !problem.empty()) {
            return {{}, std::move(problem), {}};
        }
        OpenedTrace opened = decode_trace(bytes, path.filename().string(), work);
        if (!opened.problem.empty()) {
            opened.problem = path.string() + ": " + opened.problem;
        }
        return opened;
    } catch (const std::bad_alloc&) {
        return {{}, "cannot read " + path.string() + ": there is not enough memory", {}};
    }
}

}  // namespace coroscope
