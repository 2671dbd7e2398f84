// SVG: the timeline as the window shows it, in one picture: title and RunSpec, ruler, lanes, log,
// plots and legend. PNG and PDF are drawn from it (raster.h).
//
//     const std::string problem = write_file("run.svg", encode_svg(timeline, {}));
//
// The text is the same for the same trace and settings. It needs no font in particular: texts have
// room for the widest of the usual ones, and icons are paths. Every span carries its words as
// <title>. Limits: kMostSvgLanes rows of a kind and kMaxArrows arrows; the picture says what was
// left out. A height that was asked for is kept: rows that do not fit are left out too.
#pragma once

#include <string>

#include "runtime/formats/export.h"

namespace coroscope {

inline constexpr std::size_t kMostSvgLanes = 200;

[[nodiscard]] std::string encode_svg(const Timeline& timeline, const ExportSettings& settings);
[[nodiscard]] Exported export_svg(const Timeline& timeline, const ExportSettings& settings);

}  // namespace coroscope
