#include "gui/views/motion.h"

#include <doctest/doctest.h>

using coroscope::gui::Glide;

TEST_CASE("a single change glides and arrives") {
    Glide glide;
    CHECK(glide.value(1.0, 0.0, 0.1, false) == 1.0);
    CHECK(glide.value(2.0, 1.0, 0.1, false) == 1.0);
    const double half = glide.value(2.0, 1.05, 0.1, false);
    CHECK(half > 1.5);  // it starts fast
    CHECK(half < 2.0);
    CHECK(glide.value(2.0, 1.1, 0.1, false) == 2.0);
    CHECK(glide.value(2.0, 9.0, 0.1, false) == 2.0);
}

TEST_CASE("while changes come fast, and where nothing may move, the true value is shown") {
    Glide glide;
    glide.value(0.0, 0.0, 0.1, false);
    glide.value(1.0, 1.0, 0.1, false);
    for (int i = 2; i < 20; ++i) {
        CHECK(glide.value(i, 1.0 + i * 0.03, 0.1, false) == i);
    }
    CHECK(glide.value(50.0, 9.0, 0.1, true) == 50.0);
    CHECK(glide.value(50.0, 9.01, 0.1, false) == 50.0);
}
