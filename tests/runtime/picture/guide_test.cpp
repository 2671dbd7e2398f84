#include "runtime/picture/guide.h"

#include <doctest/doctest.h>

#include <cmath>

namespace coroscope::detail {
namespace {

TEST_CASE("a guide says where a value stands among others, crowded or far apart") {
    std::vector<double> values;
    for (int i = 0; i < 1000; ++i) {
        values.push_back(i < 500 ? std::floor(i / 7.0) / 1000 : std::pow(1.05, i - 500));
    }
    const Guide guide(values.size(), values.back(), [&](std::size_t i) { return values[i]; });
    std::vector<double> asked = values;
    for (const double value : values) {
        asked.push_back(value + 1e-4);
        asked.push_back(value * 1.01);
    }
    asked.insert(asked.end(), {-1.0, 0.0, 1e300});
    for (const double value : asked) {
        const auto [first, last] = guide.near(value);
        const auto behind = std::ranges::upper_bound(values, value) - values.begin();
        const auto from = std::ranges::lower_bound(values, value) - values.begin();
        CAPTURE(value);
        CHECK(static_cast<std::ptrdiff_t>(first) <= from);
        CHECK(behind <= static_cast<std::ptrdiff_t>(last));
    }
}

TEST_CASE("a guide over values that are all 0, one value or none works") {
    const auto zero = [](std::size_t) { return 0.0; };
    const auto [first, last] = Guide(100, 0, zero).near(3);
    CHECK(first == 0);
    CHECK(last == 100);
    CHECK(Guide(1, 0, zero).near(0).last == 1);
    CHECK(Guide(0, 0, zero).near(1).last == 0);
    CHECK(Guide().near(1).last == 0);
}

}  // namespace
}  // namespace coroscope::detail
