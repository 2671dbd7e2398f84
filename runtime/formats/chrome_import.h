// Chrome Trace Event JSON, read: what a browser, a compiler, a build or a profiler recorded becomes
// a trace that every view, statistic and export can show. How it is mapped is described in
// docs/chrome-import.md.
//
//     ImportResult read = import_chrome(bytes, "build.json");
//     if (read.trace) { Timeline timeline(std::move(*read.trace)); }
//
// Never fails on odd input: what cannot be shown is counted in `notes`. Memory: at most
// kMostImportMemory times the size of the bytes, and 16 MiB.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/text/message.h"
#include "runtime/trace/trace.h"

namespace coroscope {

/// For each byte of a document; the trace itself is a part of it.
inline constexpr std::size_t kMostImportMemory = 96;

struct ImportResult {
    std::optional<Trace> trace;  ///< what could be read, empty if that is nothing
    std::vector<Message> notes;  ///< what could not be shown as it is, and where time begins
    std::string problem;         ///< "" or one sentence: why (a part of) it could not be read
};

/// `name` is what the trace is called if it does not name its process: the file's name.
[[nodiscard]] ImportResult import_chrome(std::string_view bytes, std::string_view name = {});

}  // namespace coroscope
