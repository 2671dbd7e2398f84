#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "cli/catalogue_text.h"
#include "cli/commands.h"
#include "cli/values.h"

namespace coroscope::cli {

namespace {

std::vector<std::string> topics() {
    std::vector<std::string> names;
    for (const Scenario* scenario : catalogue()) {
        const std::string topic(info(*scenario).topic);
        if (std::ranges::find(names, topic) == names.end()) {
            names.push_back(topic);
        }
    }
    return names;
}

void check_topic(const std::string& topic) {
    const std::vector<std::string> known = topics();
    if (topic.empty() || std::ranges::find(known, topic) != known.end()) {
        return;
    }
    std::string all;
    for (const std::string& name : known) {
        all += (all.empty() ? "" : ", ") + name;
    }
    throw usage("unknown topic", topic, "the topics are " + all);
}

std::string parameters_text(const ScenarioInfo& scenario) {
    std::string text;
    for (const ParameterInfo& parameter : scenario.parameters) {
        text += (text.empty() ? "" : "  ") + std::string(parameter.name) + "=" +
                value_text(parameter, parameter.standard);
    }
    return text;
}

std::string variants_text(const ScenarioInfo& scenario) {
    std::string text;
    for (const std::string_view variant : scenario.variants) {
        text += (text.empty() ? "" : "|") + std::string(variant);
    }
    return text;
}

/// One line per scenario: id, difficulty, variants, title, parameters with their defaults.
void print_table(const std::vector<const ScenarioInfo*>& scenarios, Language language,
                 Console& console) {
    int id_width = 0;
    int variant_width = 0;
    int title_width = 0;
    for (const ScenarioInfo* scenario : scenarios) {
        id_width = std::max(id_width, columns(scenario->id));
        variant_width = std::max(variant_width, columns(variants_text(*scenario)));
        title_width = std::max(title_width, columns(title_of(*scenario, language)));
    }
    for (const ScenarioInfo* scenario : scenarios) {
        const std::string parameters = parameters_text(*scenario);
        std::string title(title_of(*scenario, language));
        console.out << painted(console, Paint::Strong, padded(scenario->id, id_width)) << "  "
                    << padded(scenario->difficulty, 6) << "  "
                    << padded(variants_text(*scenario), variant_width)
                    << (variant_width > 0 ? "  " : "")
                    << (parameters.empty() ? title : padded(title, title_width) + "  ")
                    << painted(console, Paint::Faint, parameters) << '\n';
    }
}

}  // namespace

int list(const ListOptions& options, Console& console) {
    const Language language = language_option("--lang", options.lang);
    check_topic(options.topic);
    std::vector<const ScenarioInfo*> chosen;
    for (const Scenario* scenario : catalogue()) {
        const ScenarioInfo& about = info(*scenario);
        if (options.topic.empty() || about.topic == options.topic) {
            chosen.push_back(&about);
        }
    }
    if (!options.json) {
        print_table(chosen, language, console);
        return kDone;
    }
    auto json = nlohmann::ordered_json::array();
    for (const ScenarioInfo* scenario : chosen) {
        json.push_back(to_json(*scenario, language));
    }
    console.out << json.dump(2) << '\n';
    return kDone;
}

}  // namespace coroscope::cli
