#include "runtime/picture/colors.h"

#include <doctest/doctest.h>

namespace coroscope {

TEST_CASE("every look has the colours of its state, in both themes") {
    for (const look::Theme* theme : {&look::kLight, &look::kDark}) {
        CHECK(&state_colors(*theme, SpanLook::Running) == &theme->state.running);
        CHECK(&state_colors(*theme, SpanLook::Overdue) == &theme->state.sleeping);
        CHECK(&state_colors(*theme, SpanLook::Stuck) == &theme->state.waiting);
        CHECK(&state_colors(*theme, SpanLook::SlowStep) == &theme->state.slow);
    }
}

TEST_CASE("a mixture begins at one colour and ends at the other") {
    const look::Color a{0, 100, 200, 255};
    const look::Color b{200, 100, 0, 255};
    CHECK(mix(a, b, 0) == a);
    CHECK(mix(a, b, 1) == b);
    CHECK(mix(a, b, 0.5F) == look::Color{100, 100, 100, 255});
}

}  // namespace coroscope
