// Report: what several commands say about a run: how it ended, its findings, its lines.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "cli/console.h"
#include "runtime/analysis/finding.h"
#include "runtime/trace/timeline.h"

namespace coroscope::cli {

/// "finished", "failed", "deadlock", "hang", "budget", "stopped", or "incomplete" for a trace
/// without an end.
[[nodiscard]] std::string_view outcome_of(const Timeline& timeline,
                                          const std::vector<Finding>& findings);
/// The result of main, the error it failed with, or "".
[[nodiscard]] std::string_view result_of(const Timeline& timeline);
/// "scenarios/races/lost_update.cpp:12", "" for no site.
[[nodiscard]] std::string line_of(const Timeline& timeline, SiteId site);
/// The task's name, "loop" for 0.
[[nodiscard]] std::string task_label(const Timeline& timeline, TaskId task);

[[nodiscard]] nlohmann::ordered_json to_json(const Timeline& timeline, const Finding& finding,
                                             Language language);
[[nodiscard]] nlohmann::ordered_json to_json(const Timeline& timeline,
                                             const std::vector<Finding>& findings,
                                             Language language);
/// Statement, explanation, advice and source lines, indented.
void print(const Timeline& timeline, const Finding& finding, Language language, Console& console);

/// One document and a line break. Texts that are no valid UTF-8 get replacement characters.
void print_json(const nlohmann::ordered_json& json, Console& console);

}  // namespace coroscope::cli
