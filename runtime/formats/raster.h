// PNG and PDF: the SVG of svg.h, drawn by librsvg and cairo. The libraries are opened when a
// picture is asked for: loading them takes longer than a whole short command, and everything else
// works without them. A problem is one sentence that names the Debian package.
//
// A PDF holds vectors and text. Sizes: a PNG has the SVG's pixels; kMostPixels is the most that is
// drawn, which bounds memory (4 bytes each); a PDF has no such limit.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/formats/export.h"

namespace coroscope {

inline constexpr std::int64_t kMostPixels = 100'000'000;

[[nodiscard]] Exported export_png(const Timeline& timeline, const ExportSettings& settings);
[[nodiscard]] Exported export_pdf(const Timeline& timeline, const ExportSettings& settings);

enum class RasterKind : std::uint8_t { Png, Pdf };
/// Any SVG document. `library` is the file name of librsvg, for tests of what happens without it.
[[nodiscard]] Exported rasterise(std::string_view svg, RasterKind kind,
                                 const char* library = "librsvg-2.so.2");

}  // namespace coroscope
