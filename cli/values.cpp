#include "cli/values.h"

#include <array>
#include <charconv>
#include <limits>

#include "cli/console.h"

namespace coroscope::cli {

namespace {

std::optional<Nanoseconds> unit_of(std::string_view name) {
    struct Unit {
        std::string_view name;
        Nanoseconds size;
    };
    static constexpr std::array<Unit, 7> kUnits{{{"ns", 1},
                                                 {"us", 1'000},
                                                 {"µs", 1'000},
                                                 {"ms", 1'000'000},
                                                 {"s", 1'000'000'000},
                                                 {"m", 60'000'000'000},
                                                 {"h", 3'600'000'000'000}}};
    for (const Unit& unit : kUnits) {
        if (unit.name == name) {
            return unit.size;
        }
    }
    return std::nullopt;
}

std::string given(std::string_view option, std::string_view text) {
    return std::string(option) + " " + std::string(text);
}

}  // namespace

std::optional<Nanoseconds> parse_duration(std::string_view text) {
    constexpr Nanoseconds kMost = std::numeric_limits<Nanoseconds>::max();
    std::int64_t whole = 0;
    const char* const end = text.data() + text.size();
    auto [next, error] = std::from_chars(text.data(), end, whole);
    if (error != std::errc{} || whole < 0 || text.starts_with('-')) {
        return std::nullopt;
    }
    std::string_view fraction;
    if (next != end && *next == '.') {
        const char* const start = ++next;
        while (next != end && *next >= '0' && *next <= '9') {
            ++next;
        }
        fraction = {start, static_cast<std::size_t>(next - start)};
    }
    std::string_view name(next, static_cast<std::size_t>(end - next));
    while (name.starts_with(' ')) {
        name.remove_prefix(1);
    }
    if (name.empty() && whole == 0 && fraction.empty()) {
        return 0;
    }
    const std::optional<Nanoseconds> unit = unit_of(name);
    if (!unit || whole > kMost / *unit) {
        return std::nullopt;
    }
    Nanoseconds result = whole * *unit;
    Nanoseconds place = *unit;
    for (const char digit : fraction) {
        if (place % 10 != 0) {
            // "2.5m" goes on below a tenth only as long as it is exact.
            if (digit != '0') {
                return std::nullopt;
            }
            continue;
        }
        place /= 10;
        const Nanoseconds part = place * (digit - '0');
        if (result > kMost - part) {
            return std::nullopt;
        }
        result += part;
    }
    return result;
}

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

}  // namespace coroscope::cli
