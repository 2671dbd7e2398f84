#include "runtime/world/database.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/world/database_errors.h"

namespace coroscope {

namespace detail {

DatabaseServer::DatabaseServer(std::string_view name, std::source_location where)
    : place(name, Place::kMostRows, where), rows_in_use(Place::kMostRows, false) {}

int DatabaseServer::take_row() {
    if (refuse > 0) {
        --refuse;
        throw ConnectionRefusedError();
    }
    if (connections >= max_connections) {
        throw TooManyConnectionsError();
    }
    const auto free = std::ranges::find(rows_in_use, false);
    *free = true;
    ++connections;
    return static_cast<int>(free - rows_in_use.begin());
}

Duration DatabaseServer::next_cost(Duration usual) {
    ++statements;
    const auto more = slow.find(statements);
    return more == slow.end() ? usual : usual + more->second;
}

}  // namespace detail

Database::Database(std::string_view name, std::source_location where)
    : server_(std::make_shared<detail::DatabaseServer>(name, where)) {}

Database& Database::put(std::string_view table, std::int64_t key, Columns columns) {
    server_->store.put({std::string(table), key},
                       SqlRow{.key = key, .columns = std::move(columns)});
    return *this;
}

SqlRow Database::row(std::string_view table, std::int64_t key) const {
    const RowKey row{std::string(table), key};
    auto found = server_->store.find(row, server_->store.now(), {});
    if (!found) {
        throw LookupError(fmt::format("there is no row '{}'", words(row)));
    }
    return std::move(*found);
}

std::size_t Database::count(std::string_view table) const {
    return server_->store.all(std::string(table), server_->store.now(), {}).size();
}

Database& Database::statement_takes(Duration duration) {
    server_->statement = duration;
    return *this;
}
Database& Database::further_row_takes(Duration duration) {
    server_->further_row = duration;
    return *this;
}
Database& Database::connecting_takes(Duration duration) {
    server_->connecting = duration;
    return *this;
}
Database& Database::committing_takes(Duration duration) {
    server_->committing = duration;
    return *this;
}
Database& Database::deadlock_timeout(Duration duration) {
    server_->limits.deadlock_timeout = duration;
    return *this;
}
Database& Database::lock_timeout(Duration duration) {
    server_->limits.lock_timeout = duration;
    return *this;
}
Database& Database::max_connections(int most) {
    if (most < 1 || most > Place::kMostRows) {
        throw ValueError(
            fmt::format("max_connections must be from 1 to {}, and is {}", Place::kMostRows, most));
    }
    server_->max_connections = most;
    return *this;
}

Database& Database::refuse_connections(int next) {
    server_->refuse = next;
    return *this;
}
Database& Database::slow_statement(int number, Duration more) {
    server_->slow[number] = more;
    return *this;
}
Database& Database::break_connection_in(int statement) {
    server_->breaks_in = statement;
    return *this;
}
Database& Database::lose_answer_of_commit(int number) {
    server_->loses_answer_of = number;
    return *this;
}
Database& Database::fail_commit(int number) {
    server_->fails_commit = number;
    return *this;
}

}  // namespace coroscope
