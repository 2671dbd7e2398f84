#include "runtime/formats/chrome_texts.h"

#include <doctest/doctest.h>

using namespace coroscope;

TEST_CASE("microseconds are read exactly, with all their decimals") {
    const auto read = [](std::string_view text) {
        Nanoseconds result = -7;
        return parse_microseconds(text, result) ? result : -7;
    };
    CHECK(read("0") == 0);
    CHECK(read("12") == 12'000);
    CHECK(read("12.3456") == 12'346);
    CHECK(read("-0.001") == -1);
    CHECK(read("1760000000123456.789") == 1'760'000'000'123'456'789);
    CHECK(read("1e3") == 1'000'000);
    CHECK(read("99999999999999999999") == kLatestChromeTime);
    CHECK(read("-1e300") == -kLatestChromeTime);
    CHECK(read("1e999") == kLatestChromeTime);
    for (const std::string_view text : {"", "x", "1x", ".", "-", "0x10", "1.2.3", "null"}) {
        CAPTURE(text);
        CHECK(read(text) == -7);
    }
}

TEST_CASE("long texts are cut between characters") {
    CHECK(cut_text("abc", 3) == "abc");
    CHECK(cut_text("a\xE4\xB8\xAD", 3) == "a");
    CHECK(cut_text("\xE4\xB8\xAD", 1).empty());
}

TEST_CASE("the same text has one number, the empty one 0") {
    ChromeTexts texts;
    CHECK(texts.id("") == 0);
    const std::uint32_t a = texts.id("a");
    for (int i = 0; i < 1000; ++i) {
        (void)texts.id(std::to_string(i));
    }
    CHECK(texts.id("a") == a);
    CHECK(texts[a] == "a");
}

TEST_CASE("ids in hexadecimal are numbers, others stay as they are") {
    CHECK(canonical_id("0x1F") == "31");
    CHECK(canonical_id("31") == "31");
    CHECK(canonical_id("0xffffffffffffffffff") == "0xffffffffffffffffff");
    CHECK(canonical_id("abc") == "abc");
}

TEST_CASE("places are told from names") {
    CHECK(file_line("a:b.cc:12").file == "a:b.cc");
    CHECK(file_line("a:b.cc:12").line == 12);
    for (const std::string_view text : {"", ":1", "a", "a:", "a:1x", "a:-1", "a:99999999999"}) {
        CAPTURE(text);
        CHECK(file_line(text).file.empty());
    }
    CHECK(function_name("f (x) (a.py:3)").name == "f (x)");
    CHECK(function_name("f (x) (a.py:3)").place.line == 3);
    CHECK(function_name("f (x)").name == "f (x)");
    CHECK(function_name("f (").name == "f (");
}
