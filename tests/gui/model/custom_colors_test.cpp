#include "gui/model/custom_colors.h"

#include <doctest/doctest.h>

#include "runtime/picture/colors.h"

using namespace coroscope;
using namespace coroscope::gui;

TEST_CASE("only the colours that were changed differ from the standard theme") {
    const look::Theme theme = theme_with(true, {{"dark.task.2", 0x102030}, {"light.io", 0xFF}});
    CHECK(theme.task[1].r == 0x10);
    CHECK(theme.task[1].b == 0x30);
    CHECK(theme.task[0].r == look::kDark.task[0].r);
    CHECK(theme.state.io.signal.r == look::kDark.state.io.signal.r);
    CHECK(theme_with(false, {{"light.io", 0xFF}}).state.io.edge.b == 0xFF);
}

TEST_CASE("words on a state's span can be read whatever its colour is") {
    for (const std::string& name : custom_color_names()) {
        CAPTURE(name);
        CHECK(is_custom_color(name));
        for (const std::uint32_t rgb : {0x000000U, 0xFFFFFFU, 0x808080U, 0xFF0000U}) {
            const bool dark = name.starts_with("dark.");
            const look::Theme theme = theme_with(dark, {{name, rgb}});
            CHECK(contrast(theme.state.running.fill, theme.state.running.label) > 3.9);
            CHECK(contrast(theme.state.waiting.fill, theme.state.waiting.label) > 3.9);
        }
    }
    CHECK_FALSE(is_custom_color("dark.task.13"));
    CHECK_FALSE(is_custom_color("task.1"));
}

TEST_CASE("black on white has the greatest contrast") {
    CHECK(contrast({0, 0, 0, 255}, {255, 255, 255, 255}) == doctest::Approx(21.0));
    CHECK(contrast({9, 9, 9, 255}, {9, 9, 9, 255}) == doctest::Approx(1.0));
}
