#include "scenarios/duration_text.h"

#include <fmt/format.h>

#include <array>
#include <cctype>

namespace coroscope {

namespace {

struct Unit {
    std::string_view name;
    Nanoseconds length;
};
constexpr std::array<Unit, 6> kUnits = {{{"ns", 1},
                                         {"us", 1'000},
                                         {"ms", 1'000'000},
                                         {"s", 1'000'000'000},
                                         {"m", 60'000'000'000},
                                         {"h", 3'600'000'000'000}}};

}  // namespace

std::optional<Nanoseconds> parse_duration(std::string_view text) {
    std::size_t digits = 0;
    while (digits < text.size() &&
           (std::isdigit(static_cast<unsigned char>(text[digits])) != 0 || text[digits] == '.')) {
        ++digits;
    }
    const std::string_view number = text.substr(0, digits);
    for (const Unit& unit : kUnits) {
        if (text.substr(digits) != unit.name || number.empty() || number == ".") {
            continue;
        }
        // Decimal digits by hand: floating point would not be exact.
        Nanoseconds total = 0;
        Nanoseconds worth = unit.length;
        bool fraction = false;
        for (const char c : number) {
            if (c == '.') {
                if (fraction) {
                    return std::nullopt;
                }
                fraction = true;
                continue;
            }
            const Nanoseconds digit = c - '0';
            if (fraction) {
                if (worth % 10 != 0 && digit != 0) {
                    return std::nullopt;
                }
                worth /= 10;
                total += digit * worth;
            } else {
                if (total > (INT64_MAX - digit * unit.length) / 10) {
                    return std::nullopt;
                }
                total = total * 10 + digit * unit.length;
            }
        }
        return total;
    }
    return std::nullopt;
}

std::string duration_text(Nanoseconds duration) {
    if (duration == 0) {
        return "0ms";
    }
    const Unit* unit = &kUnits[0];
    for (const Unit& candidate : kUnits) {
        // 1500 ms is written 1.5s, 90 s stays 90s: minutes and hours only when they are whole.
        const Nanoseconds grain =
            candidate.length >= 60'000'000'000 ? candidate.length : candidate.length / 10;
        if (duration >= candidate.length && (grain == 0 || duration % grain == 0)) {
            unit = &candidate;
        }
    }
    const Nanoseconds whole = duration / unit->length;
    const Nanoseconds rest = duration % unit->length;
    return rest == 0 ? fmt::format("{}{}", whole, unit->name)
                     : fmt::format("{}.{}{}", whole, rest / (unit->length / 10), unit->name);
}

}  // namespace coroscope
