#include "tests/support/open_database.h"

#include <stdexcept>

namespace coroscope::test {

OpenDatabase::OpenDatabase(std::string bytes) : bytes_(std::move(bytes)) {
    sqlite3* database = nullptr;
    sqlite3_open(":memory:", &database);
    database_.reset(database);
    const auto size = static_cast<sqlite3_int64>(bytes_.size());
    const int status =
        sqlite3_deserialize(database, "main", reinterpret_cast<unsigned char*>(bytes_.data()), size,
                            size, SQLITE_DESERIALIZE_READONLY);
    if (status != SQLITE_OK || one("pragma integrity_check") != "ok") {
        throw std::runtime_error("no database");
    }
}

OpenDatabase::Rows OpenDatabase::ask(const std::string& query) const {
    Rows rows;
    const auto keep = [](void* to, int count, char** values, char**) {
        auto& row = static_cast<Rows*>(to)->emplace_back();
        for (int i = 0; i < count; ++i) {
            row.emplace_back(values[i] == nullptr ? "null" : values[i]);
        }
        return 0;
    };
    if (sqlite3_exec(database_.get(), query.c_str(), keep, &rows, nullptr) != SQLITE_OK) {
        throw std::runtime_error(sqlite3_errmsg(database_.get()));
    }
    return rows;
}

}  // namespace coroscope::test
