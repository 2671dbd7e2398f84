// open_trace: any file that holds a trace, recognised by what is in it and not by its name:
// .ctrace, or Chrome Trace Event JSON.
//
//     OpenedTrace opened = open_trace("build.json");
//     if (opened.trace) { Timeline timeline(std::move(*opened.trace)); }
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/text/message.h"
#include "runtime/trace/trace.h"
#include "runtime/trace/work.h"

namespace coroscope {

struct OpenedTrace {
    std::optional<Trace> trace;  ///< what could be read
    std::string problem;         ///< "" or one sentence: why (a part of) it could not be read
    std::vector<Message> notes;  ///< about a trace of another program, see chrome_import.h
};

/// `name` is the file's name, for the title of a trace of another program.
[[nodiscard]] OpenedTrace decode_trace(std::string_view bytes, std::string_view name = {},
                                       Work* work = nullptr);
/// The same for a file; the problem then names it. Throws WorkCancelled if `work` is cancelled
/// while it reads; reading JSON cannot be cancelled once all its bytes are there.
[[nodiscard]] OpenedTrace open_trace(const std::filesystem::path& path, Work* work = nullptr);

}  // namespace coroscope
