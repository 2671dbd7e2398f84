#include "gui/model/lesson_pages.h"

#include <doctest/doctest.h>

#include "scenarios/catalogue.h"

using namespace coroscope;
using namespace coroscope::gui;

TEST_CASE("a lesson has a page for what to watch and one for each further section") {
    const auto pages = lesson_pages("# T\nIntro.\n## Watch\nLook.\n## Why\nSo.\n### More\nYes.\n");
    REQUIRE(pages.size() == 2);
    CHECK(pages[0].blocks.size() == 4);
    CHECK(pages[1].blocks.front().text.front().text == "Why");
    CHECK(pages[1].blocks.size() == 4);
    CHECK(lesson_pages("").size() == 1);
}

TEST_CASE("the answer behind the dash is kept apart, in both languages") {
    for (const char* text : {"## Question\nHow many? — **3**: one each.",
                             "## Q\n多少？—— **3**：一个。", "## Q\nHow many? — **3**"}) {
        const auto pages = lesson_pages(text);
        REQUIRE_FALSE(pages.back().answer.empty());
        CHECK(pages.back().answer.front() == InlineText{Inline::Bold, "3"});
        const std::string question = pages.back().blocks.back().text.back().text;
        CHECK(question.find("3") == std::string::npos);
        CHECK_FALSE(question.ends_with("—"));
    }
    CHECK(lesson_pages("## Why\nA **lock** — always.").back().answer.empty());
}

TEST_CASE("every lesson ends with a question whose answer is hidden at first") {
    for (const Scenario* scenario : catalogue()) {
        for (const Language language : {Language::English, Language::Chinese}) {
            CAPTURE(info(*scenario).id);
            const auto text = lesson(*scenario, language);
            REQUIRE(text);
            const auto pages = lesson_pages(*text);
            CHECK(pages.size() == 6);
            CHECK_FALSE(pages.back().answer.empty());
        }
    }
}
