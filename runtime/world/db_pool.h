// DbPool: connections that are lent and taken back, as asyncpg's Pool.
//
//     const DbPoolRef pool = co_await create_pool(db, PoolOptions().min_size(5).max_size(20));
//     co_await async_with(pool->acquire(), [&](DbConnection* connection) -> Coroutine<> {
//         co_await connection->execute(update("accounts", 1).add("balance", -10));
//     });
//     co_await pool->close();
//
// The first connection is made alone, the others of min_size together; up to max_size are made when
// somebody needs one. The one that came back last is lent first. Who finds none waits for a permit
// of the semaphore "pool", in order of arrival; who is woken has nothing reserved: if somebody
// asked in between, it waits again, at the end. Coming back: what is open is rolled back, then one
// round trip makes it as new; a cancelled task waits for that, too. One that has had max_queries
// (BEGIN, COMMIT and that round trip count) is closed instead, and so is one that was idle for
// longer than max_inactive_connection_lifetime, even below min_size. Source: asyncpg 0.31,
// asyncpg/pool.py.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <vector>

#include "runtime/core/resource.h"
#include "runtime/world/db_connection.h"

namespace coroscope {

class PoolOptions {
public:
    PoolOptions& min_size(int connections);  ///< 10
    PoolOptions& max_size(int connections);  ///< 10
    PoolOptions& max_queries(int queries);   ///< 50,000
    /// 300 s; 0: for ever.
    PoolOptions& max_inactive_connection_lifetime(Duration idle);
    /// What the round trip costs that makes a connection as new. 0.
    PoolOptions& reset_takes(Duration duration);
    int least = 10;
    int most = 10;
    int queries = 50'000;
    Duration idle = std::chrono::seconds(300);
    Duration reset = {};
};

class DbPool;
using DbPoolRef = std::shared_ptr<DbPool>;

/// What acquire() gives to async_with.
class PoolAcquire {
public:
    PoolAcquire(DbPoolRef pool, std::optional<Duration> timeout)
        : pool_(std::move(pool)), timeout_(timeout) {}
    [[nodiscard]] Coroutine<DbConnection*> aenter();
    [[nodiscard]] Coroutine<bool> aexit(std::exception_ptr error);

private:
    DbPoolRef pool_;
    std::optional<Duration> timeout_;
    DbConnectionRef connection_;
};

class DbPool : public std::enable_shared_from_this<DbPool> {
public:
    DbPool(const Database& db, const PoolOptions& options, std::source_location where);
    ~DbPool();

    /// Errors: TimeoutError, when it has neither got nor opened a connection in that time;
    /// InterfaceError when the pool is closing.
    [[nodiscard]] PoolAcquire acquire(std::optional<Duration> timeout = {}) {
        return {shared_from_this(), timeout};
    }
    // By hand
    [[nodiscard]] Coroutine<DbConnectionRef> take(std::optional<Duration> timeout = {});
    /// Nothing can keep it from being taken back.
    [[nodiscard]] Coroutine<> release(DbConnectionRef connection);
    /// Waits until every connection has come back, and closes them.
    [[nodiscard]] Coroutine<> close();
    /// Closes all at once, also those that are in use.
    void terminate();

    [[nodiscard]] int size() const;       ///< connections that are open
    [[nodiscard]] int idle_size() const;  ///< of those, how many are not in use
    [[nodiscard]] Coroutine<> fill();     ///< makes the first ones

private:
    class Permits;
    class Wait;
    struct Holder {
        DbConnectionRef connection = nullptr;
        bool in_use = false;
        Agenda::Entry expiry = Agenda::kNone;
    };
    [[nodiscard]] Coroutine<DbConnectionRef> take_now();
    [[nodiscard]] Coroutine<> open(std::size_t holder);
    [[nodiscard]] Coroutine<> take_back(std::size_t holder);
    void put_back(std::size_t holder);
    void wake_next();
    void watch_idle(std::size_t holder);

    std::shared_ptr<detail::DatabaseServer> server_;
    PoolOptions options_;
    std::unique_ptr<Permits> permits_;
    std::vector<Holder> holders_;
    std::vector<std::size_t> free_;  // the last one is lent first
    std::deque<Ref<FutureBase>> line_;
    std::vector<Ref<FutureBase>> closers_;
    Agenda agenda_;
    bool closing_ = false;
};

/// Errors: ValueError for sizes that make no sense; those of connect().
[[nodiscard]] Coroutine<DbPoolRef> create_pool(
    const Database& db, const PoolOptions& options = {},
    std::source_location where = std::source_location::current());

}  // namespace coroscope
