#include "runtime/formats/html_colors.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "runtime/formats/svg_writer.h"
#include "runtime/picture/colors.h"

namespace coroscope {

TEST_CASE("the page has the tokens' colours for every look, in both themes") {
    const nlohmann::json colors = html_colors();
    for (int i = 0; i <= static_cast<int>(SpanLook::Stopped); ++i) {
        const auto look = static_cast<SpanLook>(i);
        const std::string name(name_of(look));
        CHECK(colors["light"]["look"][name]["fill"] == hex(state_colors(look::kLight, look).fill));
        CHECK(colors["dark"]["look"][name]["edge"] == hex(state_colors(look::kDark, look).edge));
    }
    CHECK(colors["light"]["task"].size() == look::kLight.task.size());
    CHECK(colors["dark"]["base"]["error"] == hex(look::kDark.base.error));
}

TEST_CASE("the page draws the same icons as the SVG") {
    CHECK(html_icons().size() == icon_paths().size());
    CHECK(html_icons()["lock"][0] == std::string(icon_paths()[0].filled));
}

}  // namespace coroscope
