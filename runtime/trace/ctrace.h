// The native file, ".ctrace": a trace on disk. Versioned, chunked, compressed with zstd,
// checksummed; it carries the RunSpec. The layout is described in docs/trace-format.md.
//
// What takes long has a last parameter `work` (work.h): it may be watched and cancelled, and throws
// WorkCancelled then.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/trace/trace.h"
#include "runtime/trace/work.h"

namespace coroscope {

/// The file's bytes. The same trace gives the same bytes on any machine and compiler (with one
/// version of zstd). Requires: times do not run backwards, as in every trace that the runtime
/// writes.
[[nodiscard]] std::string encode_ctrace(const Trace& trace, Work* work = nullptr);

/// What could be read. `trace` is the readable prefix, empty if there is none; `problem` is empty
/// if the whole file was good, else one sentence: what is wrong, where (byte offset), what was
/// kept.
struct CtraceResult {
    std::optional<Trace> trace;
    std::string problem;
};

/// Reads bytes that may be damaged, cut or hostile: never crashes, and never uses more memory than
/// a stated multiple of the input's size (see docs/trace-format.md).
[[nodiscard]] CtraceResult decode_ctrace(std::string_view bytes, Work* work = nullptr);
/// The same for a file; the problem then names it. What is no .ctrace file is not read to its end.
[[nodiscard]] CtraceResult read_ctrace(const std::filesystem::path& path);

/// True if a file that begins with these bytes, or is no longer than they, can be one.
[[nodiscard]] bool may_be_ctrace(std::string_view bytes);

/// Reads a whole file or pipe of at most 2 GiB. Stops as soon as what was read is not wanted, so
/// that an endless device is no danger. Returns "" or one sentence that says why it failed.
[[nodiscard]] std::string read_file(const std::filesystem::path& path, std::string& bytes,
                                    bool (*is_wanted)(std::string_view), Work* work = nullptr);

/// Writes a file through a temporary one beside it and a rename: an old file stays whole if this
/// fails. What is no regular file (a pipe) is written directly, a symbolic link stays one; what
/// killed processes left in the folder is removed. Returns "" or one sentence that says why it
/// failed: "cannot write X: No space left on device". Serves every export too.
[[nodiscard]] std::string write_file(const std::filesystem::path& path, std::string_view bytes,
                                     Work* work = nullptr);
[[nodiscard]] std::string write_ctrace(const std::filesystem::path& path, const Trace& trace,
                                       Work* work = nullptr);

}  // namespace coroscope
