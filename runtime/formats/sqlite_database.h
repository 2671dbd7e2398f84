// SqliteDatabase: a database that SQLite writes into memory, and its bytes as a file.
//
//     SqliteDatabase database;
//     database.run("create table task (id integer primary key, name text)");
//     SqliteInsert insert(database, "insert into task values (?, ?)");
//     insert.row(1, "alice");
//     std::string bytes = std::move(database).take();
//
// The same statements give the same bytes (with one version of SQLite): the size of pages is fixed
// and what is deleted is overwritten.
// Errors: std::runtime_error with what SQLite says; std::bad_alloc.
#pragma once

#include <sqlite3.h>

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace coroscope {

class SqliteDatabase {
public:
    SqliteDatabase();
    void run(const std::string& statements);
    /// The file. Nothing else may be asked of it afterwards.
    [[nodiscard]] std::string take() &&;

private:
    friend class SqliteInsert;
    struct Close {
        void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
    };
    void check(int status) const;
    std::unique_ptr<sqlite3, Close> database_;
};

/// A prepared statement that is run for one row after the other.
class SqliteInsert {
public:
    SqliteInsert(SqliteDatabase& database, const std::string& statement);

    /// Numbers, texts (any bytes: made printable UTF-8) and optionals of numbers; what is empty is
    /// null.
    template <class... Values>
    void row(const Values&... values) {
        int column = 0;
        (bind(++column, values), ...);
        step();
    }

private:
    void bind(int column, std::integral auto value) {
        database_.check(
            sqlite3_bind_int64(statement_.get(), column, static_cast<sqlite3_int64>(value)));
    }
    void bind(int column, std::string_view text);
    template <class Number>
    void bind(int column, const std::optional<Number>& value) {
        if (value) {
            bind(column, *value);
        } else {
            database_.check(sqlite3_bind_null(statement_.get(), column));
        }
    }
    void step();

    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    SqliteDatabase& database_;
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

}  // namespace coroscope
