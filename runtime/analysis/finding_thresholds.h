// The thresholds of findings by name, for command lines and settings: a table over FindingOptions.
// One that belongs to a kind as a whole has the kind's name, else "kind.what".
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "runtime/analysis/finding.h"

namespace coroscope {

enum class ThresholdUnit : std::uint8_t { Time, Count, Percent };

struct FindingThreshold {
    std::string_view name;   ///< "slow-step", "busy-wait.sleep": begins with a kind of finding
    std::string_view about;  ///< for help, in English
    std::int64_t FindingOptions::* value = nullptr;
    ThresholdUnit unit = ThresholdUnit::Time;  ///< Time: in nanoseconds
    std::int64_t least = 1;
    std::int64_t most = 1;
};
[[nodiscard]] const std::vector<FindingThreshold>& finding_thresholds();
/// The kind to which it belongs: its name up to the point.
[[nodiscard]] std::string_view kind_of(const FindingThreshold& threshold);

}  // namespace coroscope
