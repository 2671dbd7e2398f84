#include "cli/table.h"

#include <doctest/doctest.h>

#include <sstream>

using namespace coroscope::cli;

namespace {

std::string printed(const Table& table, int width) {
    std::ostringstream out;
    Console console{.out = out, .err = out, .width = width, .program = {}, .exec = {}};
    table.print(console);
    return out.str();
}

Table fruit() {
    Table table(
        {{"fruit"}, {"count", Align::Right}, {"colour", Align::Left, 1}, {"kg", Align::Right, 2}});
    table.add({"apple", "7", "red", "1.5"});
    table.add({"a very long name of a fruit", "12", "橙色", "12.25"});
    return table;
}

}  // namespace

TEST_CASE("columns are as wide as what is in them, numbers stand at the right") {
    CHECK(printed(fruit(), 80) ==
          "  fruit                        count  colour     kg\n"
          "  apple                            7  red       1.5\n"
          "  a very long name of a fruit     12  橙色    12.25\n");
}

TEST_CASE("where it is narrow the first column gives way, then those of high rank are left out") {
    CHECK(printed(fruit(), 40) ==
          "  fruit             count  colour     kg\n"
          "  apple                 7  red       1.5\n"
          "  a very long nam…     12  橙色    12.25\n");
    CHECK(printed(fruit(), 30) ==
          "  fruit          count  colour\n"
          "  apple              7  red\n"
          "  a very long…      12  橙色\n");
    CHECK(printed(fruit(), 20) ==
          "  fruit         count\n"
          "  apple             7\n"
          "  a very long…     12\n");
}

TEST_CASE("rows beyond the limit are counted") {
    Table table = fruit();
    table.limit(1);
    CHECK(printed(table, 80) ==
          "  fruit  count  colour   kg\n"
          "  apple      7  red     1.5\n"
          "  and 1 more\n");
    CHECK(Table({{"empty"}}).empty());
}

TEST_CASE("a text is shortened by columns, not by bytes") {
    CHECK(shortened("short", 5) == "short");
    CHECK(shortened("longer", 5) == "long…");
    CHECK(shortened("传输任务一", 7) == "传输任…");
    CHECK(shortened("传输任务一", 6) == "传输…");
}
