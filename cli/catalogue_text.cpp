#include "cli/catalogue_text.h"

#include <nlohmann/json.hpp>

#include "scenarios/duration_text.h"

namespace coroscope::cli {

using Json = nlohmann::ordered_json;

std::string value_text(const ParameterInfo& parameter, std::int64_t value) {
    return parameter.type == ParameterType::Integer ? std::to_string(value) : duration_text(value);
}

std::string twin_of(const ScenarioInfo& scenario) {
    return scenario.variants.size() < 2
               ? ""
               : std::string(scenario.id) + "?variant=" + std::string(scenario.variants[1]);
}

std::string_view title_of(const ScenarioInfo& scenario, Language language) {
    return language == Language::Chinese ? scenario.title_zh : scenario.title_en;
}

Json to_json(const ScenarioInfo& scenario, Language language) {
    Json parameters = Json::array();
    for (const ParameterInfo& parameter : scenario.parameters) {
        const bool duration = parameter.type == ParameterType::Time;
        parameters.push_back({{"name", std::string(parameter.name)},
                              {"type", duration ? "duration" : "integer"},
                              {"default", parameter.standard},
                              {"min", parameter.least},
                              {"max", parameter.most}});
    }
    const std::string twin = twin_of(scenario);
    return Json{{"id", std::string(scenario.id)},
                {"title", std::string(title_of(scenario, language))},
                {"topic", std::string(scenario.topic)},
                {"difficulty", std::string(scenario.difficulty)},
                {"twin", twin.empty() ? Json() : Json(twin)},
                {"params", parameters}};
}

}  // namespace coroscope::cli
