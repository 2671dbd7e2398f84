// Chrome Trace Event JSON, for Perfetto, chrome://tracing and speedscope. What is in the file and
// how its times relate to virtual time is described in docs/chrome-export.md.
//
//     const std::string problem = write_file("run.json", encode_chrome(timeline));
//
// Model: the importers of Perfetto 58 and catapult; every event has `cat` and `ts`, slices are `X`
// only.
#pragma once

#include <span>
#include <string>

#include "runtime/formats/export.h"
#include "runtime/trace/timeline.h"

namespace coroscope {

/// Something to point at beside what the trace itself says: a finding.
struct ChromeMark {
    EventIndex at = 0;
    std::string name;  ///< "lost-update"
    std::string text;  ///< its statement
};

[[nodiscard]] std::string encode_chrome(const Timeline& timeline);
[[nodiscard]] std::string encode_chrome(const Timeline& timeline,
                                        std::span<const ChromeMark> marks);
/// With the run's findings as marks.
[[nodiscard]] Exported export_chrome(const Timeline& timeline, const ExportSettings& settings);

}  // namespace coroscope
