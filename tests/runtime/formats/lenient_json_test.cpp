#include "runtime/formats/lenient_json.h"

#include <doctest/doctest.h>

#include <string>

using namespace coroscope;

namespace {

std::string cleaned(std::string_view text, std::uint64_t* repairs = nullptr) {
    LenientJson source(text);
    std::string result;
    for (auto it = source.begin(); it != LenientJson::end(); ++it) {
        result += *it;
    }
    if (repairs != nullptr) {
        *repairs = source.repairs();
    }
    CHECK(source.position() == text.size());
    return result;
}

}  // namespace

TEST_CASE("sound JSON passes unchanged") {
    for (const std::string text :
         {"", "[]", R"({"a": [1, -2.5e3, "x,]\"\\\u4e2d\ud83d\ude00", null, true]})",
          "[1,\n2]\n"}) {
        CHECK(cleaned(text) == text);
    }
}

TEST_CASE("commas with nothing behind them are left out, inside strings they stay") {
    CHECK(cleaned("[1,2,]") == "[1,2]");
    CHECK(cleaned("{\"a\":1 ,\n }") == "{\"a\":1 \n }");
    CHECK(cleaned("[1,,2]") == "[1,2]");
    CHECK(cleaned("[1,2, \n") == "[1,2 \n");
    CHECK(cleaned("[\",]\"]") == "[\",]\"]");
}

TEST_CASE("a byte order mark is skipped, NaN and Infinity become null") {
    CHECK(cleaned("\xEF\xBB\xBF[1]") == "[1]");
    CHECK(cleaned("[NaN, -Infinity, Infinity, \"NaN\"]") == "[null, null, null, \"NaN\"]");
}

TEST_CASE("inside strings what is no text is replaced and counted") {
    std::uint64_t repairs = 0;
    CHECK(cleaned("[\"a\xFF\xE4\xB8z\"]", &repairs) ==
          "[\"a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz\"]");
    CHECK(repairs == 3);
    CHECK(cleaned("[\"a\nb\tc\"]", &repairs) == "[\"a b c\"]");
    CHECK(repairs == 2);
    CHECK(cleaned(R"(["\ud800x\udc00\ud800\ud800\udc00"])", &repairs) ==
          "[\"\xEF\xBF\xBDx\xEF\xBF\xBD\xEF\xBF\xBD\\ud800\\udc00\"]");
    CHECK(repairs == 3);
    CHECK(cleaned("[\"\\") == "[\"\\");
}
