#include "runtime/formats/sqlite_database.h"

#include <new>
#include <stdexcept>

#include "runtime/formats/utf8_text.h"

namespace coroscope {

SqliteDatabase::SqliteDatabase() {
    sqlite3* database = nullptr;
    const int status =
        sqlite3_open_v2(":memory:", &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    database_.reset(database);
    check(status);
    run("pragma page_size = 4096; pragma encoding = 'UTF-8'; pragma secure_delete = on;"
        "pragma journal_mode = off; pragma foreign_keys = off");
}

void SqliteDatabase::check(int status) const {
    if (status == SQLITE_NOMEM || !database_) {
        throw std::bad_alloc();
    }
    if (status != SQLITE_OK && status != SQLITE_DONE) {
        throw std::runtime_error(sqlite3_errmsg(database_.get()));
    }
}

void SqliteDatabase::run(const std::string& statements) {
    check(sqlite3_exec(database_.get(), statements.c_str(), nullptr, nullptr, nullptr));
}

std::string SqliteDatabase::take() && {
    sqlite3_int64 size = 0;
    const std::unique_ptr<unsigned char, decltype(&sqlite3_free)> bytes(
        sqlite3_serialize(database_.get(), "main", &size, 0), &sqlite3_free);
    if (!bytes) {
        throw std::bad_alloc();
    }
    return {bytes.get(), bytes.get() + size};
}

SqliteInsert::SqliteInsert(SqliteDatabase& database, const std::string& statement)
    : database_(database) {
    sqlite3_stmt* prepared = nullptr;
    const int status =
        sqlite3_prepare_v2(database.database_.get(), statement.c_str(), -1, &prepared, nullptr);
    statement_.reset(prepared);
    database.check(status);
}

void SqliteInsert::bind(int column, std::string_view text) {
    if (text.empty()) {
        database_.check(sqlite3_bind_null(statement_.get(), column));
        return;
    }
    const std::string clean = printable(text);
    database_.check(sqlite3_bind_text64(statement_.get(), column, clean.data(), clean.size(),
                                        SQLITE_TRANSIENT, SQLITE_UTF8));
}

void SqliteInsert::step() {
    const int status = sqlite3_step(statement_.get());
    sqlite3_reset(statement_.get());
    database_.check(status);
}

}  // namespace coroscope
