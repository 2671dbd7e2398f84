// Checks 1, 2, 5 and 6 of the database: pools of connections.
#include "runtime/world/db_pool.h"

#include "runtime/sync/wait_for.h"
#include "runtime/world/aiomysql_pool.h"
#include "tests/runtime/analysis/findings/words.h"
#include "tests/runtime/world/database.h"

namespace coroscope {
namespace {

using namespace test;

Coroutine<> query(DbPoolRef pool, std::vector<Duration>& ends) {
    co_await async_with(pool->acquire(), [](DbConnection* c) -> Coroutine<> {
        (void)co_await c->fetchrow(select("t", 1));
    });
    ends.push_back(now());
}

Coroutine<> hundred_queries(Duration reset, Duration last) {
    Database db;
    db.put("t", 1, {{"n", 0}}).statement_takes(100ms);
    const PoolOptions options = PoolOptions().min_size(5).max_size(20).reset_takes(reset);
    const DbPoolRef pool = co_await create_pool(db, options);
    CHECK(now() == 100ms);
    CHECK(pool->size() == 5);
    std::vector<Duration> ends;
    std::vector<Coroutine<>> all;
    for (int i = 0; i < 100; ++i) {
        all.push_back(query(pool, ends));
    }
    co_await gather(std::move(all));
    CHECK(ends.back() == last);
    CHECK(pool->size() == 20);
    CHECK(db.connections_made() == 20);
    co_await pool->close();
    CHECK(db.connections() == 0);
}

TEST_CASE("a pool of 5 to 20: ready at 100 ms, a hundred queries of 100 ms done at 650 ms") {
    run(hundred_queries(0ms, 650ms));
}
TEST_CASE("making a connection as new costs its round trip between two uses") {
    run(hundred_queries(10ms, 700ms));
}

template <class PoolRef>
Coroutine<> hold(PoolRef pool, std::vector<Duration>& got) {
    co_await async_with(pool->acquire(), [&](DbConnection*) -> Coroutine<> {
        got.push_back(now());
        co_await sleep(10s);
    });
}

template <class PoolRef>
Coroutine<> burst(PoolRef pool, std::vector<Duration>& got) {
    const Duration start = now();
    std::vector<Coroutine<>> all;
    for (int i = 0; i < 10; ++i) {
        all.push_back(hold(pool, got));
    }
    co_await gather(std::move(all));
    for (Duration& each : got) {
        each -= start;
    }
}

Coroutine<> burst_at_asyncpg() {
    Database db;
    db.connecting_takes(500ms);
    const DbPoolRef pool = co_await create_pool(db, PoolOptions().min_size(1).max_size(10));
    std::vector<Duration> got;
    co_await burst(pool, got);
    CHECK(got == std::vector<Duration>{0ms, 500ms, 500ms, 500ms, 500ms, 500ms, 500ms, 500ms, 500ms,
                                       500ms});
}
Coroutine<> burst_at_aiomysql() {
    Database db;
    db.connecting_takes(500ms);
    const AiomysqlPoolRef pool = co_await create_aiomysql_pool(db);
    std::vector<Duration> got;
    co_await burst(pool, got);
    CHECK(got == std::vector<Duration>{0ms, 500ms, 1s, 1500ms, 2s, 2500ms, 3s, 3500ms, 4s, 4500ms});
}

TEST_CASE("a burst of ten: asyncpg's pool connects in parallel, aiomysql's one at a time") {
    run(burst_at_asyncpg());
    run(burst_at_aiomysql());
}

Coroutine<> needs_two(DbPoolRef pool, std::optional<Duration> patience) {
    co_await async_with(pool->acquire(), [&](DbConnection*) -> Coroutine<> {
        co_await sleep(100ms);
        co_await async_with(pool->acquire(patience),
                            [&](DbConnection*) -> Coroutine<> { co_await sleep(100ms); });
    });
}

Coroutine<> two_need_two(int size, std::optional<Duration> patience, std::string outcomes,
                         Duration ends) {
    Database db;
    db.connecting_takes(0ms);
    const DbPoolRef pool = co_await create_pool(db, PoolOptions().min_size(0).max_size(size));
    auto first = outcome_of(needs_two(pool, patience));
    auto second = outcome_of(needs_two(pool, patience));
    const auto both = co_await gather(std::move(first), std::move(second));
    const auto& [a, b] = both;
    CHECK(fmt::format("{},{}", a, b) == outcomes);
    CHECK(now() == ends);
}

TEST_CASE("two tasks that need two connections each: a deadlock with a pool of two, found") {
    const Ran ran(two_need_two(2, {}, "", 0ms));
    CHECK(ran.outcome == Outcome::Hang);
    CHECK(kinds(ran.trace) == std::vector<std::string>{"deadlock"});
}
TEST_CASE("with an acquire timeout of 1 s both fail a second after they asked") {
    run(two_need_two(2, 1s, "TimeoutError,TimeoutError", 1100ms));
}
TEST_CASE("with a pool of three there is no deadlock") { run(two_need_two(3, {}, ",", 300ms)); }

Coroutine<> used_up() {
    Database db;
    db.put("t", 1, {{"n", 0}});
    const PoolOptions options = PoolOptions().min_size(1).max_size(1).max_queries(4);
    const DbPoolRef pool = co_await create_pool(db, options);
    for (int made = 1; made <= 3; ++made) {
        for (int use = 0; use < 2; ++use) {
            co_await async_with(pool->acquire(), [](DbConnection* c) -> Coroutine<> {
                co_await async_with(c->transaction(), [c]() -> Coroutine<> {
                    co_await c->execute(update("t", 1).add("n", 1));
                });
            });
            CHECK(db.connections_made() == made);
        }
        CHECK(pool->size() == 0);
    }
}

TEST_CASE("with max_queries 4 a connection serves two transactions of one statement") {
    run(used_up());
}

Coroutine<> came_back_open() {
    Database db;
    db.put("t", 1, {{"n", 0}});
    const DbPoolRef pool = co_await create_pool(db, PoolOptions().min_size(1).max_size(1));
    const DbConnectionRef c = co_await pool->take();
    co_await c->begin();
    co_await c->execute(update("t", 1).set("n", 5));
    co_await pool->release(c);
    CHECK(value(db) == 0);
    CHECK_FALSE(c->is_in_transaction());
    const std::string twice = co_await outcome_of(pool->release(c));
    CHECK(twice == "InterfaceError");
}

TEST_CASE("what comes back in the middle of a transaction is rolled back") {
    run(came_back_open());
}

Coroutine<> idle_for_long() {
    Database db;
    const PoolOptions options =
        PoolOptions().min_size(2).max_size(2).max_inactive_connection_lifetime(10s);
    const DbPoolRef pool = co_await create_pool(db, options);
    co_await sleep(5s);
    const DbConnectionRef c = co_await pool->take();
    co_await sleep(6s);
    CHECK(pool->size() == 1);  // the other was idle for 10 s
    co_await pool->release(c);
    co_await sleep(11s);
    CHECK(pool->size() == 0);
    CHECK(db.connections() == 0);
}

TEST_CASE("a connection that was idle for too long is closed, even below min_size") {
    run(idle_for_long());
}

Coroutine<> cancelled_while_it_comes_back() {
    Database db;
    db.put("t", 1, {{"n", 0}});
    const PoolOptions options = PoolOptions().min_size(1).max_size(1).reset_takes(100ms);
    const DbPoolRef pool = co_await create_pool(db, options);
    std::vector<Duration> ends;
    auto task = create_task(query(pool, ends), "query");
    co_await sleep(50ms);  // the query took 10 ms: it is coming back
    task.cancel();
    co_await gather(return_exceptions, task);
    co_await sleep(100ms);
    CHECK(pool->idle_size() == 1);
}

TEST_CASE("a task that is cancelled while its connection comes back does not lose it") {
    run(cancelled_while_it_comes_back());
}

Coroutine<> just_takes(AiomysqlPoolRef pool) {
    co_await async_with(pool->acquire(), [](DbConnection*) -> Coroutine<> { co_return; });
}
Coroutine<> begins_and_leaves(AiomysqlPoolRef pool) {
    co_await async_with(pool->acquire(), [](DbConnection* c) -> Coroutine<> {
        co_await sleep(1s);
        co_await c->begin();
    });
}
Coroutine<> waiter_is_forgotten(bool notifies) {
    Database db;
    const AiomysqlOptions options = AiomysqlOptions().maxsize(1).notify_on_tx_release(notifies);
    const AiomysqlPoolRef pool = co_await create_aiomysql_pool(db, options);
    auto holder = create_task(begins_and_leaves(pool), "holder");
    co_await sleep(100ms);
    auto waiter = create_task(just_takes(pool), "waiter");
    co_await gather(holder, waiter);
}

TEST_CASE("aiomysql forgets a waiter when a connection comes back in a transaction") {
    const Ran ran(waiter_is_forgotten(false));
    CHECK(ran.outcome == Outcome::Hang);
    run(waiter_is_forgotten(true));
}

Coroutine<> refused() {
    Database db;
    db.max_connections(2).refuse_connections(1);
    const auto open = [](const Database& to, std::vector<DbConnectionRef>& kept) -> Coroutine<> {
        auto connecting = connect(to);
        kept.push_back(co_await connecting);
    };
    std::vector<DbConnectionRef> kept;
    const std::string nobody = co_await outcome_of(open(db, kept));
    CHECK(nobody == "ConnectionRefusedError");
    co_await open(db, kept);
    co_await open(db, kept);
    const std::string too_many = co_await outcome_of(open(db, kept));
    CHECK(too_many == "53300");
    kept.pop_back();
    co_await open(db, kept);
    CHECK(db.connections() == 2);
}

TEST_CASE("connections are refused when told to, and beyond max_connections") { run(refused()); }

Coroutine<> add_one(DbConnection& c) {
    co_await async_with(c.transaction(),
                        [&]() -> Coroutine<> { co_await c.execute(update("t", 1).add("n", 1)); });
}

Coroutine<> breaks() {
    Database db;
    db.put("t", 1, {{"n", 0}}).connecting_takes(0ms).slow_statement(1, 90ms);
    db.break_connection_in(2).lose_answer_of_commit(2).fail_commit(3);
    const DbConnectionRef first = co_await connect(db);
    co_await add_one(*first);
    CHECK(now() == 100ms);
    const std::string broken = co_await outcome_of(add_one(*first));
    CHECK(broken == "08003");
    CHECK(first->is_closed());
    CHECK(value(db) == 1);
    const DbConnectionRef second = co_await connect(db);
    const std::string unknown = co_await outcome_of(add_one(*second));
    CHECK(unknown == "08003");
    CHECK(value(db) == 2);  // it was done, and nobody was told
    const DbConnectionRef third = co_await connect(db);
    const std::string failed = co_await outcome_of(add_one(*third));
    CHECK(failed == "40001");
    CHECK(value(db) == 2);
}

TEST_CASE("a slow statement, a broken connection, a lost answer, a commit that fails") {
    run(breaks());
}

}  // namespace
}  // namespace coroscope
