// Thresholds: what --threshold NAME=VALUE says to the findings.
#pragma once

#include <string>
#include <vector>

#include "runtime/analysis/finding_thresholds.h"

namespace coroscope::cli {

/// The options with what was given, the last of each name. Errors: a Failure that names the
/// thresholds, or the range, or the form of the value.
[[nodiscard]] FindingOptions finding_options(const std::vector<std::string>& given);
/// A value as it is given: "50ms", "10", "80%".
[[nodiscard]] std::string threshold_text(const FindingThreshold& threshold, std::int64_t value);
/// One line each: name, default, meaning.
[[nodiscard]] std::string thresholds_help();

}  // namespace coroscope::cli
