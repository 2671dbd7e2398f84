#include <algorithm>
#include <cstdint>
#include <string>

#include "runtime/text/message.h"

namespace coroscope {
namespace {

struct Unit {
    std::uint64_t nanoseconds;
    std::size_t digits;  // of the fraction that is still exact
    std::size_t least;   // digits that are always written
    std::string_view name;
};
constexpr Unit kUnits[] = {
    {1'000'000'000, 9, 1, " s"}, {1'000'000, 6, 0, " ms"}, {1'000, 3, 0, " µs"}, {1, 0, 0, " ns"}};

const Unit& unit_of(std::uint64_t magnitude) {
    if (magnitude == 0) {
        return kUnits[1];  // "0 ms": zero has no unit of its own
    }
    for (const Unit& unit : kUnits) {
        if (magnitude >= unit.nanoseconds) {
            return unit;
        }
    }
    return kUnits[3];
}

}  // namespace

std::string format_duration(std::int64_t nanoseconds) {
    // The negation is done without sign: the least int64 has no positive counterpart.
    auto magnitude = static_cast<std::uint64_t>(nanoseconds);
    if (nanoseconds < 0) {
        magnitude = 0 - magnitude;
    }
    const Unit& unit = unit_of(magnitude);
    std::string text = nanoseconds < 0 ? "-" : "";
    text += std::to_string(magnitude / unit.nanoseconds);

    std::string fraction = std::to_string(magnitude % unit.nanoseconds);
    fraction.insert(0, unit.digits - std::min(unit.digits, fraction.size()), '0');
    fraction.resize(unit.digits);
    while (fraction.size() > unit.least && fraction.back() == '0') {
        fraction.pop_back();
    }
    if (!fraction.empty()) {
        text += '.' + fraction;
    }
    return text.append(unit.name);
}

}  // namespace coroscope
