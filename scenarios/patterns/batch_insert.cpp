// Many rows into a database
//
// 300 rows, three times: one statement after the other; one for each row, over a pool; and in
// batches, one round trip for a hundred rows. Most of what a small statement costs is the way there
// and back.
//
// Watch:  the rows of postgres: one that is always busy, ten of them, and three short bars.
// Source: article E, AsyncDatabaseManager and its batch insert.

#include "runtime/text/message.h"
#include "runtime/world/db_pool.h"
#include "scenarios/patterns/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

SqlStatement new_user(int number) {
    return insert("users").set("name", fmt::format("user {}", number));
}

Coroutine<> one_by_one(DbPoolRef pool, int rows) {
    co_await async_with(pool->acquire(), [rows](DbConnection* connection) -> Coroutine<> {
        for (int i = 0; i < rows; ++i) {
            co_await connection->execute(new_user(i));
        }
    });
}

Coroutine<> insert_one(DbPoolRef pool, int number) {
    co_await async_with(pool->acquire(), [number](DbConnection* connection) -> Coroutine<> {
        co_await connection->execute(new_user(number));
    });
}

Coroutine<> all_at_once(DbPoolRef pool, int rows) {
    std::vector<Coroutine<>> inserts;
    for (int i = 0; i < rows; ++i) {
        inserts.push_back(insert_one(pool, i));
    }
    co_await gather(std::move(inserts));
}

Coroutine<> in_batches(DbPoolRef pool, int rows, int batch) {
    co_await async_with(pool->acquire(), [rows, batch](DbConnection* connection) -> Coroutine<> {
        for (int i = 0; i < rows; i += batch) {
            std::vector<SqlStatement> users;
            for (int j = i; j < std::min(i + batch, rows); ++j) {
                users.push_back(new_user(j));
            }
            co_await connection->executemany(std::move(users));
        }
    });
}

Coroutine<Duration> timed(std::string what, Coroutine<> way) {
    const Duration start = now();
    co_await std::move(way);
    const Duration taken = now() - start;
    log("{}: {}", what, format_duration(taken.count()));
    co_return taken;
}

Coroutine<std::string> batch_insert(Stage& stage) {
    const int rows = stage.integer("rows");
    const int batch = stage.integer("batch");
    Database db;
    db.statement_takes(stage.duration("round_trip")).further_row_takes(stage.duration("row"));
    const int connections = stage.integer("connections");
    const PoolOptions options = PoolOptions().min_size(connections).max_size(connections);
    const DbPoolRef pool = co_await create_pool(db, options);

    const Duration slow = co_await timed("one by one", one_by_one(pool, rows));
    const Duration side = co_await timed("all at once", all_at_once(pool, rows));
    const Duration fast = co_await timed("in batches", in_batches(pool, rows, batch));
    stage.expect(db.count("users") == static_cast<std::size_t>(3 * rows), "every row is there");
    co_return fmt::format("{}, {}, {}", format_duration(slow.count()),
                          format_duration(side.count()), format_duration(fast.count()));
}

}  // namespace

const Scenario kBatchInsert{
    ScenarioId("patterns/batch-insert"),
    Title("Many rows into a database", "批量插入"),
    Difficulty::Easy,
    Params()
        .integer("rows", 300, AtLeast(1), AtMost(1000))
        .integer("batch", 100, AtLeast(1), AtMost(1000))
        .integer("connections", 10, AtLeast(1), AtMost(50))
        .duration("round_trip", 10ms, AtLeast<Duration>(0ms), AtMost<Duration>(1s))
        .duration("row", std::chrono::microseconds(100), AtLeast<Duration>(0ms),
                  AtMost<Duration>(100ms)),
    Variants().only(batch_insert, Expected().result("3.0 s, 300 ms, 59.7 ms")),
};

}  // namespace coroscope
