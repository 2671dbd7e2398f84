// AiomysqlPool: connections that are lent and taken back, as aiomysql's pool does it.
//
//     const AiomysqlPoolRef pool = co_await create_aiomysql_pool(db,
//     AiomysqlOptions().maxsize(20)); co_await async_with(pool->acquire(), [&](DbConnection*
//     connection) -> Coroutine<> { ... });
//
// It differs from DbPool: it grows one connection at a time, since the pool's condition is held
// while one is made; the one that has been idle longest is lent first; it counts no queries; there
// is no round trip when one comes back, and recycle() is looked at when one is lent. One that comes
// back in the middle of a transaction is closed, and *no waiter is told*: it may wait for ever
// though there is room. notify_on_tx_release() mends that. Source: aiomysql 0.3.2, aiomysql/pool.py
// (read, not run).
#pragma once

#include <deque>
#include <memory>
#include <optional>

#include "runtime/sync/condition.h"
#include "runtime/world/db_connection.h"

namespace coroscope {

class AiomysqlOptions {
public:
    AiomysqlOptions& minsize(int connections);    ///< 1
    AiomysqlOptions& maxsize(int connections);    ///< 10
    AiomysqlOptions& pool_recycle(Duration age);  ///< 0: off
    AiomysqlOptions& notify_on_tx_release(bool on = true);
    int least = 1;
    int most = 10;
    Duration recycle = {};
    bool notifies = false;
};

class AiomysqlPool;
using AiomysqlPoolRef = std::shared_ptr<AiomysqlPool>;

/// What acquire() gives to async_with.
class AiomysqlAcquire {
public:
    explicit AiomysqlAcquire(AiomysqlPoolRef pool) : pool_(std::move(pool)) {}
    [[nodiscard]] Coroutine<DbConnection*> aenter();
    [[nodiscard]] Coroutine<bool> aexit(std::exception_ptr error);

private:
    AiomysqlPoolRef pool_;
    DbConnectionRef connection_;
};

class AiomysqlPool : public std::enable_shared_from_this<AiomysqlPool> {
public:
    AiomysqlPool(const Database& db, const AiomysqlOptions& options, std::source_location where);

    [[nodiscard]] AiomysqlAcquire acquire() { return AiomysqlAcquire(shared_from_this()); }
    [[nodiscard]] Coroutine<DbConnectionRef> take();
    void release(const DbConnectionRef& connection);
    [[nodiscard]] int size() const {
        return static_cast<int>(idle_.size()) + in_use_ + connecting_;
    }
    /// Makes connections: to minsize and, if `one_more` and none is idle, one beyond.
    [[nodiscard]] Coroutine<> fill(bool one_more);

private:
    struct Idle {
        DbConnectionRef connection;
        Duration used_at = {};
    };
    std::shared_ptr<detail::DatabaseServer> server_;
    AiomysqlOptions options_;
    Condition condition_;
    std::deque<Idle> idle_;
    int in_use_ = 0;
    int connecting_ = 0;
};

/// Errors: ValueError for sizes that make no sense; those of connect().
[[nodiscard]] Coroutine<AiomysqlPoolRef> create_aiomysql_pool(
    const Database& db, const AiomysqlOptions& options = {},
    std::source_location where = std::source_location::current());

}  // namespace coroscope
