// Database: a server outside the loop, that behaves as PostgreSQL: rows, row locks, transactions.
//
//     Database db;
//     db.put("accounts", 1, {{"balance", 100}});
//     DbConnection connection = co_await connect(db);          // db_connection.h
//     Pool pool(db, PoolOptions().min_size(5).max_size(20));   // db_pool.h
//
// A statement first waits for its locks, then costs its time; locks last to the end of the
// transaction. Reads never wait. READ COMMITTED: a statement sees what was committed when it began,
// and an update sees the row as it is when it has its lock. REPEATABLE READ: everything is seen as
// it was at the transaction's first statement, and who would change what others changed since then
// gets a SerializationError.
//
// The trace has a place "postgres" with a row for each connection, a variable for each row that was
// put() (its committed value), and a lock for each of those, or for which somebody has waited.
//
// Left out: SERIALIZABLE, tables that are locked as a whole, indexes and plans, TCP, replication.
// Sources: PostgreSQL 16, "Transaction Isolation", "Explicit Locking", and two sessions of
// PostgreSQL 15.18 beside each other.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/world/agenda.h"
#include "runtime/world/place.h"
#include "runtime/world/row_locks.h"
#include "runtime/world/row_store.h"

namespace coroscope {

enum class Isolation : std::uint8_t { ReadCommitted, RepeatableRead };

namespace detail {

/// The server's part of all connections. Shared, since connections may outlive the Database.
struct DatabaseServer {
    explicit DatabaseServer(std::string_view name, std::source_location where);

    /// A free row of the place, for a connection. Errors: TooManyConnectionsError.
    int take_row();
    void give_row(int row) { rows_in_use[static_cast<std::size_t>(row)] = false; }
    /// How long the next statement takes; counts it.
    [[nodiscard]] Duration next_cost(Duration usual);

    Place place;
    Agenda agenda;
    RowStore store;
    RowLocks locks;
    RowLocks::Limits limits{.deadlock_timeout = std::chrono::seconds(1)};
    RowLocks::Owner last_owner = 0;
    Duration statement = std::chrono::milliseconds(10);
    Duration further_row = {};
    Duration connecting = std::chrono::milliseconds(50);
    Duration committing = {};
    std::vector<bool> rows_in_use;
    int max_connections = 100;
    int connections = 0;
    int connections_made = 0;
    // Faults
    int refuse = 0;
    int statements = 0;
    int commits = 0;
    std::map<int, Duration> slow = {};  ///< by the number of the statement
    int breaks_in = 0;                  ///< statement in which its connection breaks, 0: none
    int loses_answer_of = 0;            ///< commit that is done, but whose answer is lost
    int fails_commit = 0;
};

}  // namespace detail

class Database {
public:
    explicit Database(std::string_view name = "postgres",
                      std::source_location where = std::source_location::current());

    /// A row that is there from the beginning.
    Database& put(std::string_view table, std::int64_t key, Columns columns);
    /// The committed row. Errors: LookupError if there is none.
    [[nodiscard]] SqlRow row(std::string_view table, std::int64_t key) const;
    [[nodiscard]] std::size_t count(std::string_view table) const;

    // Costs, limits
    Database& statement_takes(Duration duration);  ///< 10 ms
    /// Each further row of a statement for many rows. 0.
    Database& further_row_takes(Duration duration);
    Database& connecting_takes(Duration duration);  ///< 50 ms
    Database& committing_takes(Duration duration);  ///< 0
    Database& deadlock_timeout(Duration duration);  ///< 1 s
    Database& lock_timeout(Duration duration);      ///< 0: none
    Database& max_connections(int most);            ///< 100. Errors: ValueError, 1 to 250

    // Faults. Statements and commits are counted from 1, over all connections.
    Database& refuse_connections(int next);
    Database& slow_statement(int number, Duration more);
    /// The connection breaks in the middle of that statement; its transaction is rolled back.
    Database& break_connection_in(int statement);
    /// The connection breaks when that commit is done, and nobody learns that it is.
    Database& lose_answer_of_commit(int number);
    /// That commit fails with a SerializationError.
    Database& fail_commit(int number);

    [[nodiscard]] int connections() const { return server_->connections; }
    [[nodiscard]] int connections_made() const { return server_->connections_made; }
    [[nodiscard]] int statements() const { return server_->statements; }
    [[nodiscard]] const std::shared_ptr<detail::DatabaseServer>& server() const { return server_; }

private:
    std::shared_ptr<detail::DatabaseServer> server_;
};

}  // namespace coroscope
