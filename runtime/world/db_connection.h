// DbConnection: a connection to a Database, as asyncpg's Connection.
//
//     const DbConnectionRef connection = co_await connect(db);
//     const auto row = co_await connection->fetchrow(select("accounts", 1));
//     co_await async_with(connection->transaction(), [&]() -> Coroutine<> {
//         co_await connection->execute(update("accounts", 1).add("balance", -10));
//         co_await connection->execute(update("accounts", 2).add("balance", 10));
//     });
//
// Outside a transaction each statement is one. A transaction() inside a transaction is a savepoint.
// After an error of a statement the transaction is aborted: everything is refused until the
// rollback; a commit rolls back, without a word. One task at a time: a second statement meanwhile
// is an InterfaceError. A statement whose task is cancelled is undone.
// Source: asyncpg 0.31, connection.py, transaction.py.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/core/coroutine.h"
#include "runtime/world/database.h"

namespace coroscope {

class DbConnection;
using DbConnectionRef = std::shared_ptr<DbConnection>;

/// What transaction() gives to async_with.
class DbTransaction {
public:
    DbTransaction(DbConnection& connection, Isolation isolation)
        : connection_(&connection), isolation_(isolation) {}
    [[nodiscard]] Coroutine<> aenter();
    [[nodiscard]] Coroutine<bool> aexit(std::exception_ptr error);

private:
    DbConnection* connection_;
    Isolation isolation_;
};

class DbConnection {
public:
    DbConnection(std::shared_ptr<detail::DatabaseServer> server, int row);
    DbConnection(const DbConnection&) = delete;
    DbConnection& operator=(const DbConnection&) = delete;
    ~DbConnection();

    // Errors of the next three: a DatabaseError, as PostgreSQL has it.
    /// How many rows it changed.
    [[nodiscard]] Coroutine<int> execute(SqlStatement statement);
    /// Its first row; nullopt if there is none.
    [[nodiscard]] Coroutine<std::optional<SqlRow>> fetchrow(SqlStatement statement);
    [[nodiscard]] Coroutine<std::vector<SqlRow>> fetch(SqlStatement statement);
    /// All of them in one round trip, and as one transaction. How many rows they changed.
    [[nodiscard]] Coroutine<int> executemany(std::vector<SqlStatement> statements);

    [[nodiscard]] DbTransaction transaction(Isolation isolation = Isolation::ReadCommitted) {
        return {*this, isolation};
    }
    // By hand
    [[nodiscard]] Coroutine<> begin(Isolation isolation = Isolation::ReadCommitted);
    [[nodiscard]] Coroutine<> commit();
    [[nodiscard]] Coroutine<> rollback();

    [[nodiscard]] bool is_in_transaction() const { return depth_ > 0; }
    [[nodiscard]] bool is_closed() const { return closed_; }
    /// Closes it; what is open is rolled back.
    void close();
    /// Statements so far, BEGIN and COMMIT and a pool's reset among them.
    [[nodiscard]] int queries() const { return queries_; }
    /// The round trip of a pool that makes it as new.
    [[nodiscard]] Coroutine<> reset(Duration cost);

private:
    struct Savepoint {
        std::size_t writes = 0;
        std::size_t locks = 0;
    };
    struct Result {
        int changed = 0;
        std::vector<SqlRow> rows = {};
    };
    class Busy;
    void require_usable() const;
    void start(Isolation isolation);
    /// Ends the transaction on the server.
    void finish(bool keep);
    [[nodiscard]] Coroutine<Result> run(std::vector<SqlStatement> statements);
    [[nodiscard]] Coroutine<Result> run_inside(std::vector<SqlStatement> statements);
    [[nodiscard]] Coroutine<bool> get_lock(const SqlStatement& statement, RowKey key);
    [[nodiscard]] Coroutine<> spend(std::string what, Duration cost);
    [[nodiscard]] Coroutine<> send_commit();
    [[nodiscard]] CommitNumber snapshot();
    void apply(const SqlStatement& statement, const RowKey& key, Result& result);

    std::shared_ptr<detail::DatabaseServer> server_;
    int row_;
    bool closed_ = false;
    bool busy_ = false;
    bool aborted_ = false;
    int depth_ = 0;  // of transactions; 0: none is open
    Isolation isolation_ = Isolation::ReadCommitted;
    std::optional<CommitNumber> snapshot_;
    RowLocks::Owner owner_ = 0;
    std::vector<RowWrite> writes_;
    std::vector<Savepoint> savepoints_;
    int queries_ = 0;
};

/// A new connection. Errors: ConnectionRefusedError, TooManyConnectionsError.
[[nodiscard]] Coroutine<DbConnectionRef> connect(const Database& db);
[[nodiscard]] Coroutine<DbConnectionRef> connect(std::shared_ptr<detail::DatabaseServer> server);

}  // namespace coroscope
