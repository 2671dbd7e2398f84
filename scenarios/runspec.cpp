#include "scenarios/runspec.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "runtime/core/policy.h"
#include "scenarios/duration_text.h"
#include "scenarios/scenario.h"

namespace coroscope {

namespace {

constexpr std::size_t kMaxChoices = 1'000'000;

std::optional<std::uint64_t> parse_number(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && !text.empty()
               ? std::optional(number)
               : std::nullopt;
}

std::string choices_text(const std::vector<std::uint32_t>& choices) {
    std::string text;
    for (std::size_t i = 0; i < choices.size();) {
        std::size_t same = i;
        while (same < choices.size() && choices[same] == 0) {
            ++same;
        }
        text += text.empty() ? "" : ".";
        if (same - i >= 3) {  // a run of defaults
            text += fmt::format("{}*0", same - i);
            i = same;
        } else {
            text += std::to_string(choices[i++]);
        }
    }
    return text;
}

std::variant<std::vector<std::uint32_t>, SpecError> parse_choices(std::string_view text) {
    std::vector<std::uint32_t> choices;
    const auto wrong = [](std::string_view part) {
        return SpecError{fmt::format(
            "bad schedule choice: '{}': write numbers joined by dots, such as #0.1.2*0", part)};
    };
    while (!text.empty()) {
        const std::size_t dot = text.find('.');
        const std::string_view part = text.substr(0, dot);
        text = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
        const std::size_t star = part.find('*');
        const auto count = star == std::string_view::npos ? std::optional<std::uint64_t>(1)
                                                          : parse_number(part.substr(0, star));
        const auto choice =
            parse_number(star == std::string_view::npos ? part : part.substr(star + 1));
        if (!count || !choice || *choice > 0xFFFFFFFFu) {
            return wrong(part);
        }
        if (*count > kMaxChoices - choices.size()) {
            return SpecError{fmt::format("too many schedule choices: '{}': at most {} are taken",
                                         part, kMaxChoices)};
        }
        choices.insert(choices.end(), *count, static_cast<std::uint32_t>(*choice));
    }
    return choices;
}

std::string value_text(const ParameterInfo& parameter, std::int64_t value) {
    return parameter.type == ParameterType::Time ? duration_text(value) : std::to_string(value);
}

std::string joined(std::span<const std::string_view> words) {
    std::string text;
    for (const std::string_view word : words) {
        text += (text.empty() ? "" : ", ") + std::string(word);
    }
    return text;
}

SpecError unknown_scenario(std::string_view id) {
    const std::vector<std::string_view> near = similar_scenarios(id);
    return SpecError{fmt::format(
        "unknown scenario: '{}': {}", id,
        near.empty() ? "'coroscope list' shows them all" : "did you mean " + joined(near) + "?")};
}

}  // namespace

std::string to_text(const RunSpec& spec) {
    std::string text = spec.scenario;
    char separator = '?';
    const auto add = [&](std::string_view name, std::string_view value) {
        text += fmt::format("{}{}={}", std::exchange(separator, '&'), name, value);
    };
    if (!spec.variant.empty()) {
        add("variant", spec.variant);
    }
    for (const auto& [name, value] : spec.parameters) {
        add(name, value);
    }
    if (spec.seed != 1) {
        add("seed", std::to_string(spec.seed));
    }
    if (spec.policy != "fifo") {
        add("policy", spec.policy);
    }
    if (!spec.choices.empty()) {
        text += "#" + choices_text(spec.choices);
    }
    return text;
}

std::variant<RunSpec, SpecError> parse_runspec(std::string_view text) {
    RunSpec spec;
    if (const std::size_t hash = text.find('#'); hash != std::string_view::npos) {
        auto choices = parse_choices(text.substr(hash + 1));
        if (SpecError* const error = std::get_if<SpecError>(&choices)) {
            return *error;
        }
        spec.choices = std::get<std::vector<std::uint32_t>>(std::move(choices));
        text = text.substr(0, hash);
    }
    const std::size_t mark = text.find('?');
    spec.scenario = std::string(text.substr(0, mark));
    text = mark == std::string_view::npos ? std::string_view() : text.substr(mark + 1);
    while (!text.empty()) {
        const std::size_t ampersand = text.find('&');
        const std::string_view part = text.substr(0, ampersand);
        text =
            ampersand == std::string_view::npos ? std::string_view() : text.substr(ampersand + 1);
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos || equals == 0) {
            return SpecError{fmt::format("bad parameter: '{}': write name=value", part)};
        }
        const std::string_view name = part.substr(0, equals);
        const std::string_view value = part.substr(equals + 1);
        if (name == "variant") {
            spec.variant = std::string(value);
        } else if (name == "policy") {
            spec.policy = std::string(value);
        } else if (name == "seed") {
            const auto seed = parse_number(value);
            if (!seed) {
                return SpecError{fmt::format(
                    "bad seed: '{}': give a whole number from 0 to 18446744073709551615", value)};
            }
            spec.seed = *seed;
        } else {
            spec.parameters.emplace_back(name, value);
        }
    }
    return spec;
}

std::variant<RunSpec, SpecError> check(const RunSpec& spec) {
    const Scenario* const scenario = find_scenario(spec.scenario);
    if (scenario == nullptr) {
        return unknown_scenario(spec.scenario);
    }
    const ScenarioInfo& known = scenario->info();
    RunSpec clean = spec;
    clean.parameters.clear();
    if (scenario->variant(spec.variant) == nullptr) {
        return SpecError{fmt::format(
            "unknown variant: '{}' of {}: {}", spec.variant, spec.scenario,
            known.variants.empty() ? "it has only one" : "it has " + joined(known.variants))};
    }
    if (!known.variants.empty() && spec.variant == known.variants.front()) {
        clean.variant.clear();
    }
    const auto policies = policy_names();
    if (std::find(policies.begin(), policies.end(), spec.policy) == policies.end()) {
        return SpecError{
            fmt::format("unknown policy: '{}': there are {}", spec.policy, joined(policies))};
    }
    for (const auto& [name, value] : spec.parameters) {
        if (scenario->parameter(name) == nullptr) {
            std::vector<std::string_view> names;
            for (const ParameterInfo& parameter : known.parameters) {
                names.push_back(parameter.name);
            }
            return SpecError{
                fmt::format("unknown parameter: '{}' of {}: {}", name, spec.scenario,
                            names.empty() ? "it has none" : "it has " + joined(names))};
        }
    }
    for (const ParameterInfo& parameter : known.parameters) {
        const std::string* text = nullptr;
        for (const auto& [name, value] : spec.parameters) {
            text = name == parameter.name ? &value : text;  // the last one counts
        }
        if (text == nullptr) {
            continue;
        }
        const bool is_duration = parameter.type == ParameterType::Time;
        const std::optional<Nanoseconds> duration =
            is_duration ? parse_duration(*text) : std::nullopt;
        std::int64_t value = duration.value_or(0);
        bool readable = duration.has_value();
        if (!is_duration) {
            const auto [end, error] =
                std::from_chars(text->data(), text->data() + text->size(), value);
            readable = error == std::errc() && end == text->data() + text->size();
        }
        if (!readable) {
            return SpecError{
                fmt::format("bad value: {}={}: give {}", parameter.name, *text,
                            is_duration ? "a time such as 250ms or 1.5s" : "a whole number")};
        }
        if (value < parameter.least || value > parameter.most) {
            return SpecError{fmt::format(
                "parameter out of range: {}={}: give a value from {} to {}", parameter.name, *text,
                value_text(parameter, parameter.least), value_text(parameter, parameter.most))};
        }
        if (value != parameter.standard) {
            clean.parameters.emplace_back(parameter.name, value_text(parameter, value));
        }
    }
    if (clean.policy == "fifo") {
        while (!clean.choices.empty() && clean.choices.back() == 0) {
            clean.choices.pop_back();  // the policy would choose the same
        }
    }
    return clean;
}

}  // namespace coroscope
