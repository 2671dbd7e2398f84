// The rasteriser, the fonts and the files that the program writes.

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "gui/app/fonts.h"
#include "gui/app/rasteriser.h"
#include "gui/app/state_dump.h"
#include "tests/gui/support/headless_window.h"
#include "tests/support/paths.h"

using namespace coroscope;
using namespace coroscope::gui;
using coroscope::gui::test::HeadlessWindow;

namespace {

std::filesystem::path scratch(const std::string& name) {
    const auto folder = coroscope::test::build_dir() / "gui-tests";
    std::filesystem::create_directories(folder);
    return folder / name;
}

// Draws into a context of 64 by 64 pixels on black and returns the red channel.
template <class Draw>
std::vector<int> red_of(Draw draw) {
    HeadlessContext context(64.0F, 64.0F, 1.0F, "/nowhere");
    context.frame([&] { draw(*ImGui::GetBackgroundDrawList()); });
    unsigned char* atlas = nullptr;
    Coverage coverage;
    ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&atlas, &coverage.width, &coverage.height);
    coverage.pixels = {atlas, static_cast<std::size_t>(coverage.width) *
                                  static_cast<std::size_t>(coverage.height)};
    const Image image = rasterise(*ImGui::GetDrawData(), coverage, {0, 0, 0, 255});
    std::vector<int> red;
    for (std::size_t i = 0; i < image.pixels.size(); i += 4) {
        red.push_back(image.pixels[i]);
    }
    return red;
}

int sum(const std::vector<int>& values) {
    int total = 0;
    for (const int value : values) {
        total += value;
    }
    return total;
}

constexpr ImU32 kWhite = 0xFFFFFFFF;
constexpr ImU32 kHalf = 0x80FFFFFF;

}  // namespace

TEST_CASE("a rectangle covers exactly its pixels") {
    const auto red =
        red_of([](ImDrawList& list) { list.AddRectFilled({8.0F, 8.0F}, {24.0F, 16.0F}, kWhite); });
    CHECK(sum(red) == 16 * 8 * 255);
    CHECK(red[8 * 64 + 8] == 255);
    CHECK(red[8 * 64 + 7] == 0);
    CHECK(red[15 * 64 + 23] == 255);
    CHECK(red[16 * 64 + 23] == 0);
}

TEST_CASE("triangles that share an edge neither leave a gap nor draw a pixel twice") {
    const auto red = red_of([](ImDrawList& list) {
        list.AddRectFilled({3.0F, 5.0F}, {50.0F, 41.0F}, kHalf);  // two triangles, half transparent
    });
    for (int y = 5; y < 41; ++y) {
        for (int x = 3; x < 50; ++x) {
            CHECK(red[static_cast<std::size_t>(y * 64 + x)] == 128);
        }
    }
}

TEST_CASE("rounded corners are smooth and symmetric") {
    const auto red = red_of(
        [](ImDrawList& list) { list.AddRectFilled({10.0F, 10.0F}, {40.0F, 40.0F}, kWhite, 8.0F); });
    for (int y = 0; y < 64; ++y) {
        for (int x = 0; x < 50; ++x) {
            const int left = red[static_cast<std::size_t>(y * 64 + x)];
            const int right = x < 50 ? red[static_cast<std::size_t>(y * 64 + 49 - x)] : 0;
            CHECK(std::abs(left - right) <= 24);
        }
    }
    CHECK(red[10 * 64 + 10] < 40);
    CHECK(red[25 * 64 + 10] == 255);
}

TEST_CASE("missing fonts are named once, and everything still draws") {
    HeadlessContext context(640.0F, 400.0F, 1.0F, "/nowhere");
    CHECK(context.fonts.problem.find("fonts-inter") != std::string::npos);
    CHECK(context.fonts.problem.find("fonts-wqy-microhei") != std::string::npos);
    CHECK(context.fonts.problem.find('\n') == std::string::npos);
    CHECK_FALSE(context.fonts.chinese);
    CHECK(context.ui.fonts.body != nullptr);
}

TEST_CASE("every character of every text has a glyph, where the fonts are installed") {
    HeadlessContext context(640.0F, 400.0F, 1.0F);
    if (!context.fonts.problem.empty()) {
        MESSAGE("skipped: " << context.fonts.problem);
        return;
    }
    for (const std::string_view text : texts_to_show()) {
        std::string_view rest = text;
        while (!rest.empty()) {
            unsigned int c = 0;
            const char* begin = rest.data();
            // Decoding is the views' own; here a plain loop over UTF-8 is enough.
            const auto lead = static_cast<unsigned char>(*begin);
            const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
            c = size == 1 ? lead : lead & (0xFFU >> (size + 1));
            for (std::size_t i = 1; i < size; ++i) {
                c = c << 6U | (static_cast<unsigned char>(begin[i]) & 0x3FU);
            }
            rest.remove_prefix(size);
            if (c >= 0x20 && c < 0x10000) {
                CAPTURE(c);
                CHECK(context.ui.fonts.body->FindGlyphNoFallback(static_cast<ImWchar>(c)) !=
                      nullptr);
            }
        }
    }
}

TEST_CASE("a picture is written whole or not at all") {
    const Image image{2, 2, std::vector<std::uint8_t>(16, 0x80)};
    const auto path = scratch("small.png");
    CHECK(write_png(path.string(), image).empty());
    std::ifstream file(path, std::ios::binary);
    std::string magic(4, '\0');
    file.read(magic.data(), 4);
    CHECK(magic == "\x89PNG");
    CHECK_FALSE(write_png("/nowhere/at/all.png", image).empty());
}

TEST_CASE("the state dump says where the cursor is and where the items are") {
    HeadlessWindow window("races/lost-update");
    window.key(Key::Right);
    const auto path = scratch("state.json");
    StateDump(path.string()).write(window.session, window.context.ui);
    const auto json = nlohmann::json::parse(std::ifstream(path));
    CHECK(json["scenario"] == "races/lost-update");
    CHECK(json["step"] == 1);
    CHECK(json["tasks"]["main"] == "waiting");
    CHECK(json["items"]["play"]["rect"].size() == 4);
    CHECK(json["items"]["step-back"]["enabled"] == true);
}
