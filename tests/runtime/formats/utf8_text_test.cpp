#include "runtime/formats/utf8_text.h"

#include <doctest/doctest.h>

using namespace coroscope;

TEST_CASE("a text with any bytes becomes valid UTF-8, and valid UTF-8 stays as it is") {
    const std::string good = "a\x01\n \xC3\xA4 \xE4\xB8\xAD \xF0\x9F\x98\x80";
    CHECK(valid_utf8(good) == good);
    CHECK(valid_utf8("") == "");
    CHECK(valid_utf8("a\xFFz") == "a\xEF\xBF\xBDz");
    CHECK(valid_utf8("\xE4\xB8") == "\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST_CASE("a printable text has no control characters but line breaks and tabs") {
    CHECK(printable("a\tb\nc\r\nd\re") == "a\tb\nc\nd\ne");
    CHECK(printable(std::string("\0\x1B\x7F", 3)) == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(printable("\xE4\xB8\xAD\xFF") == "\xE4\xB8\xAD\xEF\xBF\xBD");
}

TEST_CASE("a shortened text has its first characters, never half of one") {
    CHECK(shortened("abc", 3) == "abc");
    CHECK(shortened("abcd", 3) == "abc…");
    CHECK(shortened("任务一二", 2) == "任务…");
    CHECK(shortened("", 0) == "");
}
