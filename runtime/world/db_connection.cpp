#include "runtime/world/db_connection.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/world/database_errors.h"

namespace coroscope {

/// One statement at a time.
class DbConnection::Busy {
public:
    explicit Busy(DbConnection& connection) : connection_(connection) {
        if (connection_.busy_) {
            throw InterfaceError("cannot perform operation: another operation is in progress");
        }
        connection_.busy_ = true;
    }
    Busy(const Busy&) = delete;
    Busy& operator=(const Busy&) = delete;
    ~Busy() { connection_.busy_ = false; }

private:
    DbConnection& connection_;
};

Coroutine<> DbTransaction::aenter() { return connection_->begin(isolation_); }

Coroutine<bool> DbTransaction::aexit(std::exception_ptr error) {
    if (error == nullptr) {
        co_await connection_->commit();
    } else if (!connection_->is_closed()) {
        co_await connection_->rollback();
    }
    co_return false;
}

DbConnection::DbConnection(std::shared_ptr<detail::DatabaseServer> server, int row)
    : server_(std::move(server)), row_(row) {}

DbConnection::~DbConnection() {
    if (EventLoop::running_or_null() != nullptr) {
        close();
    }
}

void DbConnection::close() {
    if (closed_) {
        return;
    }
    closed_ = true;
    if (depth_ > 0) {
        finish(false);
    }
    server_->give_row(row_);
    --server_->connections;
}

void DbConnection::require_usable() const {
    if (closed_) {
        throw InterfaceError("connection is closed");
    }
}

void DbConnection::start(Isolation isolation) {
    depth_ = 1;
    isolation_ = isolation;
    snapshot_.reset();
    aborted_ = false;
    owner_ = ++server_->last_owner;
}

void DbConnection::finish(bool keep) {
    if (keep) {
        server_->store.commit(writes_);
    }
    writes_.clear();
    savepoints_.clear();
    depth_ = 0;
    aborted_ = false;
    server_->locks.release(owner_);
}

CommitNumber DbConnection::snapshot() {
    if (isolation_ == Isolation::ReadCommitted) {
        return server_->store.now();
    }
    if (!snapshot_) {
        snapshot_ = server_->store.now();
    }
    return *snapshot_;
}

// What the server works on for this connection. A connection that breaks does so half-way.
Coroutine<> DbConnection::spend(std::string what, Duration cost) {
    const std::int64_t job = server_->place.work(what, row_);
    const Reply<> done(server_->place);
    const bool breaks = server_->breaks_in != 0 && server_->statements == server_->breaks_in;
    const auto entry = server_->agenda.after(breaks ? cost / 2 : cost, [this, job, done, breaks] {
        server_->place.end(job, breaks ? "ConnectionDoesNotExistError" : "");
        if (breaks) {
            close();
            done.fail(ConnectionDoesNotExistError());
        } else {
            done.set();
        }
    });
    try {
        co_await done;
    } catch (...) {
        server_->agenda.cancel(entry);
        server_->place.end(job, "cancelled");
        throw;
    }
}

// True if it has the lock; false if it shall be passed over.
Coroutine<bool> DbConnection::get_lock(const SqlStatement& statement, RowKey key) {
    RowLocks& locks = server_->locks;
    if (locks.try_lock(owner_, key, server_->store.is_shown(key))) {
        co_return true;
    }
    if (statement.wait == SqlStatement::Wait::SkipLocked) {
        co_return false;
    }
    if (statement.wait == SqlStatement::Wait::NoWait) {
        throw LockNotAvailableError(
            fmt::format("could not obtain lock on row in relation \"{}\"", key.first));
    }
    auto waiting = locks.lock(owner_, key, server_->limits);
    co_await waiting;
    co_return true;
}

// Requires: it has the lock that it needs.
void DbConnection::apply(const SqlStatement& statement, const RowKey& key, Result& result) {
    RowStore& store = server_->store;
    const auto now = store.find(key, store.now(), writes_);
    if (statement.kind == SqlStatement::Kind::Insert) {
        if (now && !statement.ignores_conflict) {
            throw UniqueViolationError(words(key));
        }
        if (!now) {
            const SqlRow row = statement.changed(SqlRow{.key = key.second});
            writes_.push_back({key, row});
            result.rows.push_back(row);
            ++result.changed;
        }
        return;
    }
    if (!now || !statement.matches(*now)) {
        return;
    }
    if (statement.kind == SqlStatement::Kind::Select) {
        result.rows.push_back(*now);
        return;
    }
    if (statement.kind == SqlStatement::Kind::Update) {
        writes_.push_back({key, statement.changed(*now)});
    } else {
        writes_.push_back({key, std::nullopt});
    }
    ++result.changed;
}

Coroutine<DbConnection::Result> DbConnection::run_inside(std::vector<SqlStatement> statements) {
    RowStore& store = server_->store;
    const CommitNumber seen = snapshot();
    Result result;
    std::vector<std::pair<const SqlStatement*, RowKey>> changes;
    for (const SqlStatement& statement : statements) {
        if (!statement.key && statement.kind != SqlStatement::Kind::Insert) {
            result.rows = store.all(statement.table, seen, writes_);
            std::erase_if(result.rows, [&](const SqlRow& row) { return !statement.matches(row); });
            continue;
        }
        const RowKey key{statement.table,
                         statement.key ? *statement.key : store.next_key(statement.table)};
        if (!statement.locks()) {
            store.show_read(key);
            auto row = store.find(key, seen, writes_);
            if (row && statement.matches(*row)) {
                result.rows.push_back(std::move(*row));
            }
            continue;
        }
        const bool locked = co_await get_lock(statement, key);
        if (!locked) {
            continue;
        }
        if (isolation_ == Isolation::RepeatableRead && store.changed_at(key) > seen) {
            throw SerializationError();
        }
        const bool looks = statement.kind == SqlStatement::Kind::Select || statement.guard ||
                           std::ranges::any_of(statement.changes, &SqlStatement::Change::relative);
        if (looks) {
            store.show_read(key);
        }
        changes.emplace_back(&statement, key);
    }
    const auto further = static_cast<std::int64_t>(statements.size()) - 1;
    const Duration cost = server_->next_cost(server_->statement) + server_->further_row * further;
    const std::string what = further == 0
                                 ? statements.front().words()
                                 : fmt::format("{}, {} more", statements.front().words(), further);
    auto spending = spend(what, cost);
    co_await spending;
    for (const auto& [statement, key] : changes) {
        apply(*statement, key, result);
    }
    co_return result;
}

Coroutine<DbConnection::Result> DbConnection::run(std::vector<SqlStatement> statements) {
    require_usable();
    const Busy busy(*this);
    ++queries_;
    if (aborted_) {
        throw InFailedSQLTransactionError();
    }
    const bool alone = depth_ == 0;
    if (alone) {
        start(Isolation::ReadCommitted);
    }
    Result result;
    try {
        auto running = run_inside(std::move(statements));
        result = co_await running;
    } catch (...) {
        if (!closed_) {
            aborted_ = true;
            if (alone) {
                finish(false);
            }
        }
        throw;
    }
    if (alone) {
        finish(true);
    }
    co_return result;
}

Coroutine<int> DbConnection::execute(SqlStatement statement) {
    std::vector<SqlStatement> one{std::move(statement)};
    auto running = run(std::move(one));
    const Result result = co_await running;
    co_return result.changed;
}

Coroutine<std::optional<SqlRow>> DbConnection::fetchrow(SqlStatement statement) {
    std::vector<SqlStatement> one{std::move(statement)};
    auto running = run(std::move(one));
    const Result result = co_await running;
    if (result.rows.empty()) {
        co_return std::nullopt;
    }
    co_return result.rows.front();
}

Coroutine<std::vector<SqlRow>> DbConnection::fetch(SqlStatement statement) {
    std::vector<SqlStatement> one{std::move(statement)};
    auto running = run(std::move(one));
    const Result result = co_await running;
    co_return result.rows;
}

Coroutine<int> DbConnection::executemany(std::vector<SqlStatement> statements) {
    if (statements.empty()) {
        co_return 0;
    }
    auto running = run(std::move(statements));
    const Result result = co_await running;
    co_return result.changed;
}

Coroutine<> DbConnection::begin(Isolation isolation) {
    require_usable();
    ++queries_;
    if (depth_ == 0) {
        start(isolation);
    } else if (aborted_) {
        throw InFailedSQLTransactionError();
    } else {
        savepoints_.push_back({writes_.size(), server_->locks.count(owner_)});
        ++depth_;
    }
    co_return;
}

Coroutine<> DbConnection::send_commit() {
    const int number = ++server_->commits;
    if (server_->committing > Duration::zero()) {
        auto spending = spend("COMMIT", server_->committing);
        co_await spending;
    }
    if (number == server_->fails_commit) {
        finish(false);
        throw SerializationError();
    }
    finish(true);
    if (number == server_->loses_answer_of) {
        close();
        throw ConnectionDoesNotExistError();
    }
}

Coroutine<> DbConnection::commit() {
    require_usable();
    if (depth_ == 0) {
        throw InterfaceError("cannot commit; no transaction is open");
    }
    const Busy busy(*this);
    ++queries_;
    if (depth_ > 1) {
        if (aborted_) {
            throw InFailedSQLTransactionError();
        }
        savepoints_.pop_back();
        --depth_;
    } else if (aborted_) {
        finish(false);  // PostgreSQL answers ROLLBACK
    } else {
        auto sending = send_commit();
        co_await sending;
    }
}

Coroutine<> DbConnection::rollback() {
    require_usable();
    if (depth_ == 0) {
        throw InterfaceError("cannot roll back; no transaction is open");
    }
    ++queries_;
    if (depth_ == 1) {
        finish(false);
        co_return;
    }
    const Savepoint back = savepoints_.back();
    savepoints_.pop_back();
    --depth_;
    writes_.erase(writes_.begin() + static_cast<std::ptrdiff_t>(back.writes), writes_.end());
    server_->locks.release(owner_, back.locks);
    aborted_ = false;
}

Coroutine<> DbConnection::reset(Duration cost) {
    if (depth_ > 0) {
        finish(false);
    }
    ++queries_;
    if (cost > Duration::zero()) {
        auto spending = spend("RESET", cost);
        co_await spending;
    }
}

Coroutine<DbConnectionRef> connect(std::shared_ptr<detail::DatabaseServer> server) {
    const int row = server->take_row();
    ++server->connections_made;
    auto connection = std::make_shared<DbConnection>(server, row);
    if (server->connecting > Duration::zero()) {
        const std::int64_t job = server->place.work("connect", row);
        const Reply<> there(server->place);
        // The server has the agenda: its own pointer would keep it alive.
        detail::DatabaseServer* const host = server.get();
        const auto entry = server->agenda.after(server->connecting, [host, job, there] {
            host->place.end(job);
            there.set();
        });
        try {
            co_await there;
        } catch (...) {
            server->agenda.cancel(entry);
            server->place.end(job, "cancelled");
            throw;
        }
    }
    co_return connection;
}

Coroutine<DbConnectionRef> connect(const Database& db) { return connect(db.server()); }

}  // namespace coroscope
