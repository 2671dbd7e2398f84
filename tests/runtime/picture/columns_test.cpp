#include "runtime/picture/columns.h"

#include <doctest/doctest.h>

namespace coroscope::detail {

TEST_CASE("a smoothed column has the mean of five, at the ends of those that there are") {
    std::vector<Column> raw(6);
    raw[0].running = 1;
    raw[5].io = 1;
    const std::vector<Column> smooth = smoothed(raw);
    REQUIRE(smooth.size() == 6);
    CHECK(smooth[0].running == doctest::Approx(1.0 / 3));
    CHECK(smooth[2].running == doctest::Approx(1.0 / 5));
    CHECK(smooth[3].running == 0);
    CHECK(smooth[4].io == doctest::Approx(1.0 / 4));
    CHECK(smoothed({}).empty());
}

}  // namespace coroscope::detail
