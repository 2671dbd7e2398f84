// DOT, for Graphviz: who waits for whom, and who awaits whom, at one moment of a run.
//
//     $ coroscope export deadlocks/ab-ba --format dot | dot -Tsvg > graph.svg
//
// Tasks are ellipses outlined in the colour of their state, resources are boxes; rings are red. At
// most kMostDotTasks tasks are drawn, those in rings first; a note in the graph counts the others.
#pragma once

#include <cstddef>
#include <string>

#include "runtime/formats/export.h"
#include "runtime/trace/timeline.h"

namespace coroscope {

/// In each of the two graphs. Graphviz takes minutes for a few thousand.
inline constexpr std::size_t kMostDotTasks = 100;

/// At settings.cursor; by default at the end of the run, before what is left is destroyed.
[[nodiscard]] Exported export_dot(const Timeline& timeline, const ExportSettings& settings);

}  // namespace coroscope
