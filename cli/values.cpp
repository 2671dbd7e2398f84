#include "cli/values.h"

#include <charconv>

#include "cli/console.h"
#include "scenarios/duration_text.h"

namespace coroscope::cli {

namespace {

std::string given(std::string_view option, std::string_view text) {
    return std::string(option) + " " + std::string(text);
}

}  // namespace

Nanoseconds duration_option(std::string_view option, std::string_view text) {
    if (const auto duration = parse_duration(text)) {
        return *duration;
    }
    throw usage("not a time", given(option, text),
                "give a number with a unit, as 250ms, 1.5s or 2m");
}

std::uint64_t number_option(std::string_view option, std::string_view text) {
    std::uint64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [next, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || next != end || text.empty()) {
        throw usage("not a whole number", given(option, text), "give a number from 0 upwards");
    }
    return value;
}

Language language_option(std::string_view option, std::string_view text) {
    return name_option(option, text, {"en", "zh"}) == 0 ? Language::English : Language::Chinese;
}

std::size_t name_option(std::string_view option, std::string_view text,
                        const std::vector<std::string>& names) {
    std::string all;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == text) {
            return i;
        }
        all += i == 0 ? "" : i + 1 == names.size() ? " or " : ", ";
        all += names[i];
    }
    throw usage("unknown value", given(option, text), "give " + all);
}

AxisKind axis_option(const std::string& name, const Timeline& timeline) {
    if (name.empty()) {
        return timeline.iterations().empty() ? AxisKind::Time : AxisKind::Elastic;
    }
    return static_cast<AxisKind>(name_option("--axis", name, {"elastic", "time", "steps"}));
}

}  // namespace coroscope::cli
