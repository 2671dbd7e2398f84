// Mermaid: a run as a sequence diagram, for a README or an issue: who creates, wakes, awaits and
// cancels whom, with log lines as notes. It is for small runs: at most kMostMermaidTasks tasks and
// kMostMermaidLines lines; a note in the diagram says what was left out.
#pragma once

#include <cstddef>

#include "runtime/formats/export.h"
#include "runtime/trace/timeline.h"

namespace coroscope {

inline constexpr std::size_t kMostMermaidTasks = 16;
inline constexpr std::size_t kMostMermaidLines = 150;

/// Exported::remark says what was left out.
[[nodiscard]] Exported export_mermaid(const Timeline& timeline, const ExportSettings& settings);

}  // namespace coroscope
