// What the rest relies on in the build itself.
#include <doctest/doctest.h>

#include <filesystem>
#include <source_location>
#include <string_view>

#include "assets/assets.h"
#include "look/tokens.h"
#include "tests/support/paths.h"

namespace coroscope {

TEST_CASE("source locations are relative to the repository") {
    CHECK(std::string_view(std::source_location::current().file_name()) == "tests/build_test.cpp");
    CHECK(std::string_view(__FILE__) == "tests/build_test.cpp");
}

TEST_CASE("an asset that does not exist is not found") {
    CHECK_FALSE(asset("assets/lessons/no-such-lesson.md").has_value());
    CHECK_FALSE(asset("").has_value());
}

TEST_CASE("every asset that is listed is found") {
    const auto names = asset_names("");
    for (const auto name : names) {
        CAPTURE(name);
        CHECK(asset(name)->size() == std::filesystem::file_size(test::source_dir() / name));
    }
    for (std::size_t i = 1; i < names.size(); ++i) {
        CHECK(names[i - 1] < names[i]);
    }
}

TEST_CASE("names of assets are filtered by prefix") {
    for (const auto name : asset_names("assets/strings/")) {
        CHECK(name.starts_with("assets/strings/"));
    }
    CHECK(asset_names("nowhere/").empty());
}

TEST_CASE("the generated look holds the colours, sizes and icons of tokens.json") {
    CHECK(look::kDark.base.window == look::Color{0x10, 0x12, 0x16, 0xFF});
    CHECK(look::kLight.state.running.fill == look::Color{0x0B, 0x80, 0x69, 0xFF});
    CHECK(look::kDark.task.size() == 12);
    CHECK(look::kSize.bar_tube_ratio == 0.62F);
    CHECK(look::kFont.body.face == "Inter Regular");
    CHECK(std::string_view(look::kIcon.play) == "\xEF\x81\x8B");
}

}  // namespace coroscope
