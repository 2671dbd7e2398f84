// An ORM session
//
// Objects instead of rows: create two users, get one, change it, delete the other. The program
// hardly mentions the database; what is sent, and when, is the session's affair.
//
// Watch:  the row of postgres, and which line of the program stands still for it.
// Source: article E, AsyncORMManager: create_user, get_user, update_user, delete_user.

#include "runtime/world/orm_session.h"
#include "scenarios/patterns/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Manager {
    DbPoolRef pool;
    SessionOptions options;
    bool refreshes;
};

Coroutine<std::int64_t> create_user(const Manager& manager, std::string name, int age) {
    OrmSession session(manager.pool, manager.options);
    const EntityRef user = entity("users");
    user->set("name", std::move(name));
    user->set("age", age);
    co_await async_with(session, [&](OrmSession*) -> Coroutine<> {
        session.add(user);
        co_await session.commit();
        if (manager.refreshes) {
            co_await session.refresh(user);
        }
    });
    co_return user->key();
}

Coroutine<std::string> get_user(const Manager& manager, std::int64_t key) {
    OrmSession session(manager.pool, manager.options);
    std::string words = "nobody";
    co_await async_with(session, [&](OrmSession*) -> Coroutine<> {
        const EntityRef user = co_await session.get("users", key);
        if (user != nullptr) {
            words = fmt::format("{}, {}", user->text("name"), user->number("age"));
        }
    });
    co_return words;
}

Coroutine<> update_user(const Manager& manager, std::int64_t key, int age) {
    OrmSession session(manager.pool, manager.options);
    co_await async_with(session, [&](OrmSession*) -> Coroutine<> {
        const EntityRef user = co_await session.get("users", key);
        user->set("age", age);
        co_await session.commit();
    });
}

Coroutine<> delete_user(const Manager& manager, std::int64_t key) {
    OrmSession session(manager.pool, manager.options);
    co_await async_with(session, [&](OrmSession*) -> Coroutine<> {
        const EntityRef user = co_await session.get("users", key);
        session.remove(user);
        co_await session.commit();
    });
}

Coroutine<std::string> orm_session(Stage& stage) {
    Database db;
    db.connecting_takes(stage.duration("connecting")).statement_takes(stage.duration("statement"));
    const PoolOptions pool_options = PoolOptions().min_size(1).max_size(5);
    SessionOptions options;
    options.expire_on_commit(stage.integer("expire") == 1);
    const DbPoolRef pool = co_await create_pool(db, pool_options);
    const Manager manager{pool, options, stage.integer("refresh") == 1};

    const std::int64_t alice = co_await create_user(manager, "Alice", 25);
    const std::int64_t bob = co_await create_user(manager, "Bob", 30);
    log("created users {} and {}, {} statements", alice, bob, db.statements());
    const std::string before = co_await get_user(manager, alice);
    log("user {}: {}", alice, before);
    co_await update_user(manager, alice, 26);
    const std::string after = co_await get_user(manager, alice);
    log("user {}: {}", alice, after);
    co_await delete_user(manager, bob);
    const std::string gone = co_await get_user(manager, bob);
    log("user {}: {}", bob, gone);
    stage.expect(db.count("users") == 1, "one user is left");
    co_return fmt::format("{} statements, {} connections", db.statements(), db.connections_made());
}

}  // namespace

const Scenario kOrmSession{
    ScenarioId("patterns/orm-session"),
    Title("An ORM session", "ORM 会话"),
    Difficulty::Medium,
    Params()
        .integer("expire", 0, AtLeast(0), AtMost(1))
        .integer("refresh", 1, AtLeast(0), AtMost(1))
        .duration("connecting", 50ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s))
        .duration("statement", 10ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s)),
    Variants().only(orm_session, Expected().result("11 statements, 1 connections")),
};

}  // namespace coroscope
