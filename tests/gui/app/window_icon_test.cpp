#include "gui/app/window_icon.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "look/tokens.h"

using namespace coroscope;
using namespace coroscope::gui;

namespace {

std::array<int, 4> pixel(const IconImage& image, int x, int y) {
    const auto at = static_cast<std::size_t>(y * image.size + x) * 4;
    return {image.pixels.at(at), image.pixels.at(at + 1), image.pixels.at(at + 2),
            image.pixels.at(at + 3)};
}

}  // namespace

TEST_CASE("the icon of the window comes in the sizes that desktops ask for, largest first") {
    std::vector<int> sizes;
    for (const IconImage& image : icon_images()) {
        sizes.push_back(image.size);
        CHECK(image.pixels.size() == static_cast<std::size_t>(image.size * image.size * 4));
    }
    CHECK(sizes == std::vector<int>{256, 128, 64, 48, 32, 24, 16});
}

TEST_CASE(
    "the icon is the mark of the top bar: a dot in the accent colour on a ground that ends before "
    "the corners") {
    const look::Color accent = look::kDark.base.accent;
    for (const IconImage& image : icon_images()) {
        CAPTURE(image.size);
        CHECK(pixel(image, image.size / 2, image.size / 2) ==
              std::array<int, 4>{accent.r, accent.g, accent.b, 255});
        CHECK(pixel(image, 0, 0)[3] == 0);
    }
}
