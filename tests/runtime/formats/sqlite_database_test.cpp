#include "runtime/formats/sqlite_database.h"

#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/support/open_database.h"

using namespace coroscope;

namespace {

std::string small_database() {
    SqliteDatabase database;
    database.run("create table t (n integer, words text)");
    SqliteInsert insert(database, "insert into t values (?, ?)");
    insert.row(std::int64_t{-7}, "it's \"so\"\n");
    insert.row(std::optional<int>(), "");
    insert.row(std::optional<int>(3), std::string_view("nul\0 \xFF", 6));
    return std::move(database).take();
}

}  // namespace

TEST_CASE("rows written through SQLite are read back") {
    const test::OpenDatabase database(small_database());
    CHECK(database.ask("select * from t order by rowid") ==
          test::OpenDatabase::Rows{
              {"-7", "it's \"so\"\n"}, {"null", "null"}, {"3", "nul\xEF\xBF\xBD \xEF\xBF\xBD"}});
}

TEST_CASE("the same rows give the same bytes") { CHECK(small_database() == small_database()); }

TEST_CASE("what SQLite refuses is an error with its words") {
    SqliteDatabase database;
    CHECK_THROWS_AS(database.run("create nonsense"), std::runtime_error);
    CHECK_THROWS_AS(SqliteInsert(database, "insert into nothing values (1)"), std::runtime_error);
    database.run("create table t (n integer primary key)");
    SqliteInsert insert(database, "insert into t values (?)");
    insert.row(1);
    CHECK_THROWS_AS(insert.row(1), std::runtime_error);
    insert.row(2);
}
