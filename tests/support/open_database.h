// OpenDatabase: the bytes of a SQLite file, to be asked.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <string>
#include <vector>

namespace coroscope::test {

class OpenDatabase {
public:
    using Rows = std::vector<std::vector<std::string>>;

    /// Throws std::runtime_error if SQLite does not take it.
    explicit OpenDatabase(std::string bytes);
    /// The answer as texts, "null" for null. Throws std::runtime_error with what SQLite says.
    [[nodiscard]] Rows ask(const std::string& query) const;
    /// Of a query with one row of one column.
    [[nodiscard]] std::string one(const std::string& query) const { return ask(query).at(0).at(0); }

private:
    struct Close {
        void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
    };
    std::string bytes_;
    std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace coroscope::test
