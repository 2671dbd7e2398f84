// The catalogue: an explicit table of every scenario, in the order in which they are shown.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/text/message.h"

namespace coroscope {

class Scenario;  // scenarios/scenario.h

[[nodiscard]] std::span<const Scenario* const> catalogue();
/// nullptr if there is none with this id.
[[nodiscard]] const Scenario* find_scenario(std::string_view id);
/// Up to three ids that look like `id`, best first.
[[nodiscard]] std::vector<std::string_view> similar_scenarios(std::string_view id);

enum class ParameterType : std::uint8_t { Integer, Time };

/// What users see of a parameter. Times are in nanoseconds.
struct ParameterInfo {
    std::string_view name;
    ParameterType type = ParameterType::Integer;
    std::int64_t standard = 0;  ///< its default
    std::int64_t least = 0;
    std::int64_t most = 0;
};

/// What users see of a scenario; the same for every one, whatever its C++ looks like.
struct ScenarioInfo {
    std::string_view id;     ///< "races/lost-update"
    std::string_view topic;  ///< "races"
    std::string_view title_en;
    std::string_view title_zh;
    std::string_view difficulty;  ///< "easy", "medium", "hard"
    std::vector<ParameterInfo> parameters;
    std::vector<std::string_view> variants;      ///< {"broken", "fixed"} for a pair, {} otherwise
    std::string source_file;                     ///< "scenarios/races/lost_update.cpp"
    std::vector<std::string> expected_findings;  ///< kinds, of the first variant
};
[[nodiscard]] const ScenarioInfo& info(const Scenario& scenario);
/// "broken" -> {"lost-update"}, "fixed" -> {}.
[[nodiscard]] std::vector<std::string> expected_findings(const Scenario& scenario,
                                                         std::string_view variant);
/// The lesson in Markdown; falls back to English; nullopt if there is none.
[[nodiscard]] std::optional<std::string_view> lesson(const Scenario& scenario, Language language);
/// The scenario's own source text.
[[nodiscard]] std::string_view source_text(const Scenario& scenario);

}  // namespace coroscope
