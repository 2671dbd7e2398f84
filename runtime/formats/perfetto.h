// Perfetto's own format (protobuf, TrackEvent), for ui.perfetto.dev and trace_processor. What is in
// the file and how its times relate to virtual time is described in docs/perfetto-export.md.
//
//     write_file("run.pftrace", encode_perfetto(timeline, moments(timeline)));
//
// Model: the importer of Perfetto 58. Older ones do not know the tracks of states and leave them
// out.
#pragma once

#include <span>
#include <string>

#include "runtime/formats/export.h"
#include "runtime/formats/moments.h"
#include "runtime/trace/timeline.h"

namespace coroscope {

[[nodiscard]] std::string encode_perfetto(const Timeline& timeline, std::span<const Moment> moments,
                                          Work* work = nullptr);
/// With all moments, findings among them.
[[nodiscard]] Exported export_perfetto(const Timeline& timeline, const ExportSettings& settings);

}  // namespace coroscope
