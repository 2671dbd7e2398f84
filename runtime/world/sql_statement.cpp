#include "runtime/world/sql_statement.h"

#include <fmt/format.h>

#include <charconv>

#include "runtime/core/error.h"

namespace coroscope {

namespace {

std::int64_t number_of(const std::string& text, const std::string& column) {
    std::int64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end) {
        throw ValueError(fmt::format("column '{}' is no number: '{}'", column, text));
    }
    return value;
}

}  // namespace

const std::string& SqlRow::text(const std::string& column) const {
    const auto found = columns.find(column);
    if (found == columns.end()) {
        throw LookupError(fmt::format("the row has no column '{}'", column));
    }
    return found->second.text;
}

std::int64_t SqlRow::number(const std::string& column) const {
    return number_of(text(column), column);
}

std::string SqlRow::words() const {
    std::string words;
    for (const auto& [column, value] : columns) {
        words += fmt::format("{}{}={}", words.empty() ? "" : " ", column, value.text);
    }
    return words;
}

SqlStatement& SqlStatement::set(std::string column, SqlValue value) {
    changes.push_back({std::move(column), std::move(value), 0, false});
    return *this;
}
SqlStatement& SqlStatement::add(std::string column, std::int64_t amount) {
    changes.push_back({std::move(column), "", amount, true});
    return *this;
}
SqlStatement& SqlStatement::where_at_least(std::string column, std::int64_t least) {
    guard = Guard{std::move(column), least};
    return *this;
}
SqlStatement& SqlStatement::for_update() {
    locks_row = true;
    return *this;
}
SqlStatement& SqlStatement::nowait() {
    wait = Wait::NoWait;
    return *this;
}
SqlStatement& SqlStatement::skip_locked() {
    wait = Wait::SkipLocked;
    return *this;
}
SqlStatement& SqlStatement::on_conflict_do_nothing() {
    ignores_conflict = true;
    return *this;
}

std::string SqlStatement::words() const {
    static constexpr const char* kVerbs[] = {"SELECT", "INSERT", "UPDATE", "DELETE"};
    std::string words = fmt::format("{} {}", kVerbs[static_cast<int>(kind)], table);
    if (key) {
        words += fmt::format(" {}", *key);
    }
    return locks_row ? words + " FOR UPDATE" : words;
}

bool SqlStatement::matches(const SqlRow& row) const {
    return !guard || row.number(guard->column) >= guard->least;
}

SqlRow SqlStatement::changed(SqlRow row) const {
    for (const Change& change : changes) {
        const SqlValue value =
            change.relative ? SqlValue(row.number(change.column) + change.amount) : change.value;
        row.columns.insert_or_assign(change.column, value);
    }
    return row;
}

SqlStatement select(std::string_view table, std::int64_t key) {
    return {SqlStatement::Kind::Select, table, key};
}
SqlStatement select_all(std::string_view table) {
    return {SqlStatement::Kind::Select, table, std::nullopt};
}
SqlStatement insert(std::string_view table, std::optional<std::int64_t> key) {
    return {SqlStatement::Kind::Insert, table, key};
}
SqlStatement update(std::string_view table, std::int64_t key) {
    return {SqlStatement::Kind::Update, table, key};
}
SqlStatement delete_from(std::string_view table, std::int64_t key) {
    return {SqlStatement::Kind::Delete, table, key};
}

}  // namespace coroscope
