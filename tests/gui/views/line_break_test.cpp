// Where lines break and how texts are shortened.

#include "gui/views/line_break.h"

#include <doctest/doctest.h>

using namespace coroscope::gui;

namespace {

// Every character is 10 wide, a wide one 20.
float measure(std::string_view text) {
    float width = 0.0F;
    while (!text.empty()) {
        const CodePoint c = first_code_point(text);
        width += is_wide(c.value) ? 20.0F : 10.0F;
        text.remove_prefix(c.size);
    }
    return width;
}

std::vector<std::string_view> lines(std::string_view text, float width) {
    return break_lines(text, width, measure);
}

}  // namespace

TEST_CASE("lines break at blanks, and what is too long breaks inside") {
    CHECK(lines("one two three", 80.0F) == std::vector<std::string_view>{"one two", "three"});
    CHECK(lines("abcdefgh", 30.0F) == std::vector<std::string_view>{"abc", "def", "gh"});
    CHECK(lines("a\nb", 100.0F) == std::vector<std::string_view>{"a", "b"});
    CHECK(lines("", 100.0F) == std::vector<std::string_view>{""});
}

TEST_CASE("Chinese breaks between characters, never before closing punctuation") {
    for (const std::string_view line : lines("没有就绪的任务，时钟跳到下一个定时器。", 100.0F)) {
        CHECK_FALSE(line.starts_with("，"));
        CHECK_FALSE(line.starts_with("。"));
    }
    std::string all;
    for (const std::string_view line : lines("任务甲等待锁。", 60.0F)) {
        all += line;
    }
    CHECK(all == "任务甲等待锁。");
}

TEST_CASE("no character is lost in a line that is narrower than one") {
    std::string all;
    for (const std::string_view line : lines("任务ab", 1.0F)) {
        all += line;
    }
    CHECK(all == "任务ab");
}

TEST_CASE("an ellipsis stands for what does not fit") {
    const auto fits = [](std::string_view text) { return measure(text) <= 60.0F; };
    CHECK(shorten("transfer", fits) == "trans…");
    CHECK(shorten("任务等待", fits) == "任务…");
    CHECK(shorten("x", [](std::string_view) { return false; }).empty());
}

TEST_CASE("broken bytes are shown, not followed") {
    CHECK(first_code_point("\xFFz").size == 1);
    CHECK(first_code_point("\xE4\xBB").value == 0xFFFD);
    CHECK(break_words("\xE4\xBB x").size() == 2);
}
