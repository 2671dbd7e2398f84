// RunRequest: what a user asks to see: a scenario's run, or a trace file.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <variant>

#include "scenarios/runspec.h"

namespace coroscope::gui {

struct RunRequest {
    RunSpec spec;                ///< checked; unused if `file` is set
    std::filesystem::path file;  ///< a .ctrace file or a Chrome trace, empty for a RunSpec
    [[nodiscard]] bool is_file() const { return !file.empty(); }
};

/// A RUN as on the command line: scenario id, RunSpec text, or path of a .ctrace file or
/// of a Chrome trace.
[[nodiscard]] std::variant<RunRequest, SpecError> parse_run(std::string_view text);
/// What is meant by a file that was chosen or dropped: a small text file may name a run in its
/// first line that is not empty; any other is a trace.
[[nodiscard]] RunRequest request_of_file(const std::filesystem::path& path);

}  // namespace coroscope::gui
