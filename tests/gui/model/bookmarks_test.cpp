#include "gui/model/bookmarks.h"

#include <doctest/doctest.h>

using namespace coroscope::gui;

TEST_CASE("bookmarks stand in the order of the run, and toggle takes them away again") {
    Bookmarks bookmarks;
    CHECK(bookmarks.toggle(20, "b"));
    CHECK(bookmarks.toggle(10, "a"));
    CHECK(bookmarks.all().front().event == 10);
    CHECK(bookmarks.next(10)->event == 20);
    CHECK(bookmarks.next(20) == nullptr);
    CHECK(bookmarks.previous(20)->event == 10);
    CHECK(bookmarks.previous(10) == nullptr);
    bookmarks.rename(10, "c");
    CHECK(bookmarks.at(10)->name == "c");
    CHECK_FALSE(bookmarks.toggle(10, ""));
    CHECK(bookmarks.at(10) == nullptr);
    bookmarks.erase(20);
    CHECK(bookmarks.all().empty());
}
