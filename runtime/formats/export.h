// Export: a run in a form that other tools read. One table of formats serves the command line and
// the window; each format has a file of its own in this folder.
//
//     const ExportFormat* format = export_format("chrome");
//     const Exported exported = format->encode(timeline, {});
//     if (exported.problem.empty()) { problem = write_file("run.json", exported.bytes); }
//
// A format that grows with the run tells settings.work how far it has come, and throws
// WorkCancelled when that is cancelled; pictures and diagrams have a limit and do not.
//
// The same trace and settings give the same bytes, except for the raster formats (png, pdf), whose
// bytes depend on the fonts and on the version of the library that draws them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "runtime/picture/axis.h"
#include "runtime/text/message.h"
#include "runtime/trace/timeline.h"
#include "runtime/trace/work.h"

namespace coroscope {

enum class ExportTheme : std::uint8_t { Light, Dark };
enum class ExportTable : std::uint8_t { Intervals, Events };

/// What of a run is written, and how it looks. A format ignores what does not concern it.
struct ExportSettings {
    EventIndex cursor =
        kNoEvent;  ///< graphs and pictures: the moment they show; the end by default
    Language language = Language::English;
    AxisKind axis = AxisKind::Elastic;           ///< pictures
    ExportTheme theme = ExportTheme::Light;      ///< pictures
    int width_px = 1600;                         ///< pictures
    int height_px = 0;                           ///< pictures; 0: as high as their rows need
    ExportTable table = ExportTable::Intervals;  ///< csv: a row for each of these
    Work* work = nullptr;                        ///< of formats that grow with the run; may be null
};

/// The file's bytes, or one sentence that says why there are none.
struct Exported {
    std::string bytes;
    std::string problem;
    std::string remark{};  ///< what was left out of a graph or diagram that has a limit, else ""
};

struct ExportFormat {
    std::string_view name;    ///< "chrome"
    std::string_view ending;  ///< ".json", with its dot; each format has its own
    std::string_view about;   ///< who reads it, for help: "Perfetto and chrome://tracing"
    bool is_binary = false;   ///< not for a terminal
    Exported (*encode)(const Timeline& timeline, const ExportSettings& settings);
};

/// All formats, in the order in which they are offered.
[[nodiscard]] std::span<const ExportFormat> export_formats();
/// nullptr if there is none of that name.
[[nodiscard]] const ExportFormat* export_format(std::string_view name);

}  // namespace coroscope
