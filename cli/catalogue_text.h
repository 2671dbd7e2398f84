// What `list` and `describe` both say about a scenario.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "runtime/text/message.h"
#include "scenarios/catalogue.h"

namespace coroscope::cli {

/// A parameter's value as --set takes it: "3", "250ms".
[[nodiscard]] std::string value_text(const ParameterInfo& parameter, std::int64_t value);
/// The RunSpec of the other variant: "races/lost-update?variant=fixed"; "" if there is none.
[[nodiscard]] std::string twin_of(const ScenarioInfo& scenario);
[[nodiscard]] std::string_view title_of(const ScenarioInfo& scenario, Language language);
/// id, title, topic, difficulty, twin, params. Durations are in nanoseconds.
[[nodiscard]] nlohmann::ordered_json to_json(const ScenarioInfo& scenario, Language language);

}  // namespace coroscope::cli
