#include "gui/model/fuzzy.h"

#include <doctest/doctest.h>

using coroscope::gui::fuzzy_score;

TEST_CASE("a pattern is found if its letters stand in the text in their order") {
    CHECK(fuzzy_score("nax", "Next axis"));
    CHECK(fuzzy_score("NEXT AXIS", "next axis"));
    CHECK(fuzzy_score("", "anything") == 0);
    CHECK(fuzzy_score("时间线", "显示时间线"));
    CHECK_FALSE(fuzzy_score("axn", "next axis"));
    CHECK_FALSE(fuzzy_score("x", ""));
    CHECK_FALSE(fuzzy_score("时钟", "时间线"));
    CHECK_FALSE(fuzzy_score("\xff\xfe", "next axis"));
}

TEST_CASE("beginnings of words and letters in a row are better than letters here and there") {
    CHECK(*fuzzy_score("st", "step on") > *fuzzy_score("st", "last"));
    CHECK(*fuzzy_score("so", "step on") > *fuzzy_score("so", "lesson"));
    CHECK(*fuzzy_score("zoom", "Zoom in") > *fuzzy_score("zoom", "z o o m"));
    CHECK(*fuzzy_score("zoom in", "Zoom in") > *fuzzy_score("zoom in", "Zoom into a long name"));
}
