// The small parsers behind the panels: Markdown, code, and the file browser.

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "assets/assets.h"
#include "gui/model/file_browser.h"
#include "gui/model/keys.h"
#include "gui/model/markdown.h"
#include "gui/model/syntax.h"
#include "tests/support/paths.h"

using namespace coroscope;
using namespace coroscope::gui;
using Kind = LessonBlock::Kind;

TEST_CASE("headings, paragraphs, bullets, quotes and code are told apart") {
    const auto blocks = parse_markdown(
        "# Title\n\nOne line\nand the next.\n\n- first\n  goes on\n- second\n\n> "
        "said\n\n```python\nx = 1\n\ny = 2\n```\n");
    REQUIRE(blocks.size() == 6);
    CHECK(blocks[0].kind == Kind::Heading);
    CHECK(blocks[0].level == 1);
    CHECK(blocks[1].text == std::vector<InlineText>{{Inline::Plain, "One line and the next."}});
    CHECK(blocks[2].text.front().text == "first goes on");
    CHECK(blocks[3].kind == Kind::Bullet);
    CHECK(blocks[4].kind == Kind::Quote);
    CHECK(blocks[5].code == "x = 1\n\ny = 2\n");
    CHECK(blocks[5].language == "python");
}

TEST_CASE("bold, emphasis and code are found inside a line, and lonely marks stay") {
    CHECK(parse_inline("press **pause**, see `a * b` and *this*") ==
          std::vector<InlineText>{{Inline::Plain, "press "},
                                  {Inline::Bold, "pause"},
                                  {Inline::Plain, ", see "},
                                  {Inline::Code, "a * b"},
                                  {Inline::Plain, " and "},
                                  {Inline::Emphasis, "this"}});
    CHECK(parse_inline("2 * 3 * 4") == std::vector<InlineText>{{Inline::Plain, "2 * 3 * 4"}});
    CHECK(parse_inline("an open `mark") ==
          std::vector<InlineText>{{Inline::Plain, "an open `mark"}});
}

TEST_CASE("Chinese lines are joined without a blank") {
    CHECK(parse_markdown("两个任务\n各加 1").front().text.front().text == "两个任务各加 1");
}

TEST_CASE("Markdown that is cut or odd is still read") {
    for (const char* text :
         {"", "#", "- ", "```", "```\nx", ">", "**", "`", "\r\n\r\n", "*a", "####### x"}) {
        (void)parse_markdown(text);
    }
}

TEST_CASE("every lesson has a title and some text") {
    for (const std::string_view name : asset_names("assets/lessons/")) {
        const auto blocks = parse_markdown(asset(name).value_or(""));
        CAPTURE(std::string(name));
        REQUIRE(blocks.size() > 2);
        CHECK(blocks.front().kind == Kind::Heading);
    }
}

TEST_CASE("a line of code keeps every character, whatever it is") {
    bool in_comment = false;
    for (const std::string_view line :
         {"    co_await sleep(100ms);  // check", "x = \"a \\\" b\" + 'c'; /* open",
          "still */ int y = 0x1F;", "#include \"scenarios/scenario.h\"", "任务 = \"未完", "",
          "a/b"}) {
        std::string all;
        for (const TintedText& piece : tint_line(line, in_comment)) {
            all += piece.text;
        }
        CHECK(all == line);
    }
}

TEST_CASE("keywords, types, numbers, strings and comments have their tint") {
    bool in_comment = false;
    const auto pieces =
        tint_line("const Coroutine<> a = co_await f(30, \"A\");  // check", in_comment);
    const auto tint_of = [&](std::string_view text) {
        for (const TintedText& piece : pieces) {
            if (piece.text == text) {
                return piece.tint;
            }
        }
        return Tint::Text;
    };
    CHECK(tint_of("const") == Tint::Keyword);
    CHECK(tint_of("Coroutine") == Tint::Type);
    CHECK(tint_of("co_await") == Tint::Suspension);
    CHECK(tint_of("30") == Tint::Number);
    CHECK(tint_of("\"A\"") == Tint::String);
    CHECK(tint_of("// check") == Tint::Comment);
}

TEST_CASE("the file browser lists folders first and only files of its kind") {
    const auto folder = coroscope::test::build_dir() / "gui-tests" / "browser";
    std::filesystem::create_directories(folder / "inner");
    std::ofstream(folder / "b.ctrace") << "x";
    std::ofstream(folder / "a.txt") << "x";
    FileBrowser browser;
    browser.visit(folder, {".ctrace"});
    REQUIRE(browser.entries().size() == 2);
    CHECK(browser.entries()[0].name == "inner");
    CHECK(browser.entries()[1].name == "b.ctrace");
    browser.name = "new";
    CHECK(browser.chosen().filename() == "new.ctrace");
    browser.visit(folder / "inner");
    CHECK(browser.entries().empty());
    browser.up();
    CHECK(browser.entries().size() == 2);
    browser.visit("/nowhere/at/all");
    CHECK_FALSE(browser.problem().empty());
}

TEST_CASE("shortcuts are printed as people read them") {
    CHECK(text_of({Key::S, true, false, false}) == "Ctrl+S");
    CHECK(text_of({Key::Right, false, true, true}) == "Shift+→");
    CHECK(text_of({Key::Question, false, false, false}) == "?");
    CHECK(text_of(Shortcut{}).empty());
}
