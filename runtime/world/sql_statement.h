// SqlStatement: what a program asks of a database, without a language for it: one row by its key,
// or all rows of a table.
//
//     select("accounts", 1)                            // SELECT * FROM accounts WHERE id = 1
//     select("accounts", 1).for_update()
//     select_all("users").where_at_least("age", 18)
//     update("accounts", 1).set("balance", 90)         // SET balance = 90
//     update("accounts", 1).add("balance", -10)        // SET balance = balance - 10
//     update("accounts", 1).add("balance", -80).where_at_least("balance", 80)
//     insert("users").set("name", "Ada")               // the table gives it the next key
//     insert("users", 7).set("name", "Ada").on_conflict_do_nothing()
//     delete_from("users", 7)
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace coroscope {

/// A value of a column: text, or a number as text.
class SqlValue {
public:
    SqlValue(const char* value) : text(value) {}                   // NOLINT: implicit on purpose
    SqlValue(std::string value) : text(std::move(value)) {}        // NOLINT: implicit on purpose
    SqlValue(std::int64_t value) : text(std::to_string(value)) {}  // NOLINT
    SqlValue(int value) : text(std::to_string(value)) {}           // NOLINT
    std::string text;
};
using Columns = std::map<std::string, SqlValue>;

struct SqlRow {
    std::int64_t key = 0;
    Columns columns = {};
    /// Errors: LookupError if it has no such column.
    [[nodiscard]] const std::string& text(const std::string& column) const;
    /// The same as a number. Errors: ValueError if it is none.
    [[nodiscard]] std::int64_t number(const std::string& column) const;
    /// "balance=100", for a trace.
    [[nodiscard]] std::string words() const;
};

class SqlStatement {
public:
    enum class Kind : std::uint8_t { Select, Insert, Update, Delete };
    enum class Wait : std::uint8_t { Wait, NoWait, SkipLocked };
    SqlStatement(Kind does, std::string_view of_table, std::optional<std::int64_t> of_key)
        : kind(does), table(of_table), key(of_key) {}

    // Each changes this statement and returns it.
    SqlStatement& set(std::string column, SqlValue value);
    /// Relative to what the row has when it is changed.
    SqlStatement& add(std::string column, std::int64_t amount);
    /// Only rows whose column is at least so much.
    SqlStatement& where_at_least(std::string column, std::int64_t least);
    /// Locks the row as an update would.
    SqlStatement& for_update();
    /// With for_update(): an error instead of waiting, or no row.
    SqlStatement& nowait();
    SqlStatement& skip_locked();
    SqlStatement& on_conflict_do_nothing();

    /// "UPDATE accounts 1".
    [[nodiscard]] std::string words() const;
    [[nodiscard]] bool matches(const SqlRow& row) const;
    [[nodiscard]] SqlRow changed(SqlRow row) const;
    [[nodiscard]] bool locks() const { return kind != Kind::Select || locks_row; }

    struct Change {
        std::string column;
        SqlValue value;
        std::int64_t amount = 0;
        bool relative = false;
    };
    struct Guard {
        std::string column;
        std::int64_t least = 0;
    };
    Kind kind;
    std::string table;
    std::optional<std::int64_t> key;
    std::vector<Change> changes = {};
    std::optional<Guard> guard = {};
    bool locks_row = false;
    Wait wait = Wait::Wait;
    bool ignores_conflict = false;
};

[[nodiscard]] SqlStatement select(std::string_view table, std::int64_t key);
[[nodiscard]] SqlStatement select_all(std::string_view table);
[[nodiscard]] SqlStatement insert(std::string_view table, std::optional<std::int64_t> key = {});
[[nodiscard]] SqlStatement update(std::string_view table, std::int64_t key);
[[nodiscard]] SqlStatement delete_from(std::string_view table, std::int64_t key);

}  // namespace coroscope
