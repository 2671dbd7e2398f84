// Check 8 of the database: what a session sends, and when.
#include "runtime/world/orm_session.h"

#include "tests/runtime/world/database.h"

namespace coroscope {
namespace {

using namespace test;

EntityRef user(std::string name) {
    const EntityRef made = entity("users");
    made->set("name", std::move(name));
    return made;
}

Coroutine<DbPoolRef> pool_of(const Database& db) {
    const PoolOptions options = PoolOptions().min_size(1).max_size(2);
    co_return co_await create_pool(db, options);
}

Coroutine<> creates(bool refreshes, int statements) {
    Database db;
    const DbPoolRef pool = co_await pool_of(db);
    OrmSession session(pool, SessionOptions().expire_on_commit(false));
    const EntityRef ada = user("Ada");
    session.add(ada);
    CHECK(ada->state() == Entity::State::Pending);
    CHECK(db.statements() == 0);
    co_await session.commit();
    CHECK(ada->state() == Entity::State::Persistent);
    CHECK(ada->key() == 1);
    CHECK(pool->idle_size() == 1);
    if (refreshes) {
        co_await session.refresh(ada);
        CHECK(pool->idle_size() == 0);  // a second transaction is open
    }
    CHECK(db.statements() == statements);
    co_await session.close();
    CHECK(pool->idle_size() == 1);
    CHECK(ada->state() == Entity::State::Detached);
}

TEST_CASE("create, commit and refresh: an INSERT and a SELECT in a second transaction") {
    run(creates(true, 2));
}
TEST_CASE("without refresh one transaction, and no SELECT") { run(creates(false, 1)); }

Coroutine<> gets_twice() {
    Database db;
    db.put("users", 7, {{"name", "Ada"}});
    const DbPoolRef pool = co_await pool_of(db);
    OrmSession session(pool);
    const EntityRef first = co_await session.get("users", 7);
    const EntityRef second = co_await session.get("users", 7);
    CHECK(first == second);
    CHECK(db.statements() == 1);
    const EntityRef nobody = co_await session.get("users", 8);
    CHECK(nobody == nullptr);
    co_await session.close();
}

TEST_CASE("get of what is known sends nothing") { run(gets_twice()); }

std::string error_of_reading(const Entity& object) {
    try {
        (void)object.text("name");
    } catch (const Error& error) {
        return error.type();
    }
    return "";
}

Coroutine<> expires() {
    Database db;
    const DbPoolRef pool = co_await pool_of(db);
    OrmSession session(pool);
    const EntityRef ada = user("Ada");
    session.add(ada);
    co_await session.commit();
    CHECK(ada->expired());
    CHECK(error_of_reading(*ada) == "MissingGreenlet");
    co_await session.refresh(ada);
    CHECK(ada->text("name") == "Ada");
    co_await session.close();
}

TEST_CASE("commit expires what the session has, and reading it is an error without an await") {
    run(expires());
}

Coroutine<> changes_and_deletes() {
    Database db;
    db.put("users", 1, {{"name", "Ada"}}).put("users", 2, {{"name", "Bob"}});
    const DbPoolRef pool = co_await pool_of(db);
    OrmSession session(pool, SessionOptions().expire_on_commit(false));
    const auto users = co_await session.select_all("users");
    users[0]->set("name", "Ada L.");
    session.remove(users[1]);
    co_await session.flush();
    CHECK(users[1]->state() == Entity::State::Deleted);
    CHECK(db.count("users") == 2);  // not committed
    co_await session.commit();
    CHECK(db.count("users") == 1);
    CHECK(db.row("users", 1).text("name") == "Ada L.");
    CHECK(db.statements() == 3);
    co_await session.close();
}

TEST_CASE("changes and deletions are sent by the flush, and are there after the commit") {
    run(changes_and_deletes());
}

Coroutine<> rolls_back() {
    Database db;
    db.put("users", 1, {{"name", "Ada"}});
    const DbPoolRef pool = co_await pool_of(db);
    OrmSession session(pool);
    const EntityRef ada = co_await session.get("users", 1);
    const EntityRef bob = user("Bob");
    session.add(bob);
    session.remove(ada);
    co_await session.flush();
    CHECK(bob->key() == 2);
    co_await session.rollback();
    CHECK(bob->state() == Entity::State::Transient);
    CHECK(ada->state() == Entity::State::Persistent);
    CHECK(ada->expired());
    CHECK(db.count("users") == 1);
    co_await session.close();
}

TEST_CASE("rollback takes back what was added and revives what was deleted") { run(rolls_back()); }

Coroutine<> gets(OrmSession& session, std::int64_t key) {
    (void)co_await session.get("users", key);
}

Coroutine<> shared_session() {
    Database db;
    db.put("users", 1, {{"name", "Ada"}}).put("users", 2, {{"name", "Bob"}});
    const DbPoolRef pool = co_await pool_of(db);
    OrmSession session(pool);
    auto first = outcome_of(gets(session, 1));
    auto second = outcome_of(gets(session, 2));
    const auto both = co_await gather(std::move(first), std::move(second));
    const auto& [a, b] = both;
    CHECK(a.empty());
    CHECK(b == "InvalidRequestError");
    co_await session.close();
}

TEST_CASE("two tasks cannot use one session at the same time") { run(shared_session()); }

Coroutine<> somebody_deletes() {
    Database db;
    db.put("users", 1, {{"name", "Ada"}});
    const DbPoolRef pool = co_await pool_of(db);
    OrmSession session(pool, SessionOptions().expire_on_commit(false));
    const EntityRef ada = co_await session.get("users", 1);
    co_await session.commit();
    const DbConnectionRef other = co_await connect(db);
    co_await other->execute(delete_from("users", 1));
    ada->set("name", "nobody");
    const std::string stale = co_await outcome_of(session.commit());
    CHECK(stale == "StaleDataError");
    co_await session.rollback();
    co_await session.close();
}

TEST_CASE("to change what another has deleted is an error") { run(somebody_deletes()); }

}  // namespace
}  // namespace coroscope
