// HTML: a run as one file for somebody without Coroscope: timeline with zoom and a cursor, explain
// sentences, findings, source, log and how to run it again. The page is assets/html/; it may not
// use the network (its Content-Security-Policy forbids it) and reads its data from JSON inside it.
//
//     const std::string problem = write_file("run.html", encode_html(timeline, {}));
//
// The text is the same for the same trace and settings. Limits: the first kMostHtmlSteps steps,
// kMostHtmlRows rows of a kind, kMostHtmlLogLines log lines; the page says what it leaves out.
#pragma once

#include <string>

#include "runtime/formats/export.h"

namespace coroscope {

inline constexpr std::size_t kMostHtmlSteps = 2000;
inline constexpr std::size_t kMostHtmlRows = 200;
inline constexpr std::size_t kMostHtmlLogLines = 2000;

[[nodiscard]] std::string encode_html(const Timeline& timeline, const ExportSettings& settings);
[[nodiscard]] Exported export_html(const Timeline& timeline, const ExportSettings& settings);

}  // namespace coroscope
