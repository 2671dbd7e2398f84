// Chrome Trace Event JSON, for Perfetto, chrome://tracing and speedscope. What is in the file and
// how its times relate to virtual time is described in docs/chrome-export.md.
//
//     const std::string problem = write_file("run.json", encode_chrome(timeline,
//     moments(timeline)));
//
// Model: the importers of Perfetto 58 and catapult; every event has `cat` and `ts`, slices are `X`
// only.
#pragma once

#include <span>
#include <string>

#include "runtime/formats/export.h"
#include "runtime/formats/moments.h"
#include "runtime/trace/timeline.h"

namespace coroscope {

[[nodiscard]] std::string encode_chrome(const Timeline& timeline, std::span<const Moment> moments,
                                        Work* work = nullptr);
/// With all moments, findings among them.
[[nodiscard]] Exported export_chrome(const Timeline& timeline, const ExportSettings& settings);

}  // namespace coroscope
