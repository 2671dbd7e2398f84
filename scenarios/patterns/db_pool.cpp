// A pool of database connections
//
// A hundred queries at once. The pool makes five connections when it is created, and more when they
// are needed, up to twenty; whoever finds none waits. A connection that comes back is lent again.
//
// Watch:  the rows of postgres: five, then twenty; and the permits of the pool.
// Source: articles B and E, asyncpg.create_pool; article D, aiomysql.create_pool.

#include "runtime/world/db_pool.h"
#include "runtime/text/message.h"
#include "runtime/world/aiomysql_pool.h"
#include "scenarios/patterns/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

template <class PoolRef>
Coroutine<> fetch_user(PoolRef pool, std::int64_t user) {
    co_await async_with(pool->acquire(), [user](DbConnection* connection) -> Coroutine<> {
        (void)co_await connection->fetchrow(select("users", user));
    });
}

template <class PoolRef>
Coroutine<> fetch_all(PoolRef pool, int queries) {
    log("the pool is ready, {} connections", pool->size());
    std::vector<Task<>> tasks;
    for (int i = 1; i <= queries; ++i) {
        tasks.push_back(create_task(fetch_user(pool, i), name("query", i)));
    }
    co_await gather(tasks);
}

Coroutine<> with_asyncpg(Stage& stage, const Database& db) {
    PoolOptions options;
    options.min_size(stage.integer("min_size")).max_size(stage.integer("max_size"));
    options.max_queries(stage.integer("max_queries")).reset_takes(stage.duration("reset"));
    const DbPoolRef pool = co_await create_pool(db, options);
    co_await fetch_all(pool, stage.integer("queries"));
    co_await pool->close();
}

Coroutine<> with_aiomysql(Stage& stage, const Database& db) {
    AiomysqlOptions options;
    options.minsize(stage.integer("min_size")).maxsize(stage.integer("max_size"));
    const AiomysqlPoolRef pool = co_await create_aiomysql_pool(db, options);
    co_await fetch_all(pool, stage.integer("queries"));
}

Coroutine<std::string> db_pool(Stage& stage) {
    Database db(stage.integer("aiomysql") == 1 ? "mysql" : "postgres");
    db.connecting_takes(stage.duration("connecting")).statement_takes(stage.duration("query"));
    db.max_connections(stage.integer("max_connections"));
    if (stage.integer("aiomysql") == 1) {
        co_await with_aiomysql(stage, db);
    } else {
        co_await with_asyncpg(stage, db);
    }
    co_return fmt::format("{} queries, {} connections", stage.integer("queries"),
                          db.connections_made());
}

}  // namespace

const Scenario kDbPool{
    ScenarioId("patterns/db-pool"),
    Title("A pool of database connections", "数据库连接池"),
    Difficulty::Medium,
    Params()
        .integer("queries", 100, AtLeast(1), AtMost(300))
        .integer("min_size", 5, AtLeast(0), AtMost(20))
        .integer("max_size", 20, AtLeast(20), AtMost(50))
        .integer("max_queries", 50'000, AtLeast(1), AtMost(100'000))
        .integer("max_connections", 100, AtLeast(20), AtMost(200))
        .duration("connecting", 50ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s))
        .duration("query", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s))
        .duration("reset", 0ms, AtLeast<Duration>(0ms), AtMost<Duration>(1s))
        .integer("aiomysql", 0, AtLeast(0), AtMost(1)),
    Variants().only(db_pool, Expected().ends_at(650ms).result("100 queries, 20 connections")),
};

}  // namespace coroscope
