#include <nlohmann/json.hpp>
#include <ostream>

#include "cli/catalogue_text.h"
#include "cli/commands.h"
#include "cli/report.h"
#include "cli/values.h"

namespace coroscope::cli {

namespace {

const Scenario& scenario_named(const std::string& id) {
    if (const Scenario* scenario = find_scenario(id)) {
        return *scenario;
    }
    std::vector<std::string> similar;
    for (const std::string_view name : similar_scenarios(id)) {
        similar.emplace_back(name);
    }
    const std::string question = did_you_mean(similar);
    throw usage("unknown scenario", id,
                question.empty() ? "`coroscope list` names them all" : question);
}

void print_parameters(const ScenarioInfo& about, Console& console) {
    int width = 0;
    for (const ParameterInfo& parameter : about.parameters) {
        width = std::max(width, columns(parameter.name));
    }
    for (const ParameterInfo& parameter : about.parameters) {
        console.out << "  " << padded(parameter.name, width) << "  "
                    << value_text(parameter, parameter.standard) << "  "
                    << painted(console, Paint::Faint,
                               "from " + value_text(parameter, parameter.least) + " to " +
                                   value_text(parameter, parameter.most))
                    << '\n';
    }
}

void print_numbered(std::string_view source, Console& console) {
    int number = 0;
    while (!source.empty()) {
        const std::size_t end = std::min(source.find('\n'), source.size());
        const std::string line(source.substr(0, end));
        const std::string count = std::to_string(++number);
        console.out << painted(console, Paint::Faint,
                               std::string(count.size() < 4 ? 4 - count.size() : 0, ' ') + count)
                    << (line.empty() ? "" : "  ") << line << '\n';
        source.remove_prefix(std::min(end + 1, source.size()));
    }
}

void print_text(const Scenario& scenario, Language language, Console& console) {
    const ScenarioInfo& about = info(scenario);
    console.out << painted(console, Paint::Strong, title_of(about, language)) << "\n"
                << about.id << ", " << about.difficulty << '\n';
    const std::string twin = twin_of(about);
    if (!twin.empty()) {
        console.out << "twin: " << twin << '\n';
    }
    if (!about.parameters.empty()) {
        console.out << "\n" << painted(console, Paint::Strong, "Parameters") << "\n";
        print_parameters(about, console);
    }
    if (const auto text = lesson(scenario, language)) {
        console.out << "\n" << painted(console, Paint::Strong, "Lesson") << "\n" << *text;
        if (!text->ends_with('\n')) {
            console.out << '\n';
        }
    }
    console.out << "\n"
                << painted(console, Paint::Strong, "Source") << "  " << about.source_file << "\n";
    print_numbered(source_text(scenario), console);
}

}  // namespace

int describe(const DescribeOptions& options, Console& console) {
    const Language language = language_option("--lang", options.lang);
    const Scenario& scenario = scenario_named(options.scenario);
    if (!options.json) {
        print_text(scenario, language, console);
        return kDone;
    }
    const ScenarioInfo& about = info(scenario);
    nlohmann::ordered_json json = to_json(about, language);
    const auto text = lesson(scenario, language);
    json["lesson"] = text ? nlohmann::ordered_json(std::string(*text)) : nlohmann::ordered_json();
    json["source_file"] = about.source_file;
    json["source"] = std::string(source_text(scenario));
    json["expected_findings"] = about.expected_findings;
    print_json(json, console);
    return kDone;
}

}  // namespace coroscope::cli
