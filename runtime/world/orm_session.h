// OrmSession: objects instead of rows, as SQLAlchemy's AsyncSession.
//
//     OrmSession session(pool, SessionOptions().expire_on_commit(false));
//     const EntityRef ada = entity("users");
//     ada->set("name", "Ada");
//     session.add(ada);                  // pending: nothing is sent
//     co_await session.commit();         // INSERT, COMMIT: persistent, and ada->key() is known
//     const EntityRef same = co_await session.get("users", ada->key());    // nothing is sent
//
// States of an object: transient, pending after add(), persistent once it is in the database,
// deleted after remove() and a flush, detached when its session is closed. A transaction begins by
// itself with the first work, on a connection of the pool, which goes back with commit(),
// rollback() or close(). flush() sends what is pending; commit() and select_all() flush first.
// commit() expires all objects, unless expire_on_commit is off: reading one afterwards would need
// I/O at a place without an await, which is the error MissingGreenlet; refresh() reads it again.
// rollback() takes back what was added, revives what was deleted, and expires the rest. One object
// for each key: get() of one that is known sends nothing.
//
// A session is for one task at a time: another one that uses it meanwhile gets
// InvalidRequestError. Source: SQLAlchemy 2.0, doc/build/orm/session_basics.rst,
// extensions/asyncio.rst.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/world/db_pool.h"

namespace coroscope {

class Entity;
using EntityRef = std::shared_ptr<Entity>;

class Entity {
public:
    enum class State : std::uint8_t { Transient, Pending, Persistent, Deleted, Detached };
    explicit Entity(std::string_view table) : table_(table) {}

    /// An attribute. If the object is persistent, the next flush sends an UPDATE.
    void set(const std::string& column, SqlValue value);
    // Errors of the next three: Error "MissingGreenlet" if it is expired.
    [[nodiscard]] const std::string& text(const std::string& column) const;
    [[nodiscard]] std::int64_t number(const std::string& column) const;
    /// 0 until the database has given it one.
    [[nodiscard]] std::int64_t key() const;
    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] bool expired() const { return expired_; }

private:
    friend class OrmSession;
    void check() const;
    std::string table_;
    SqlRow row_;
    Columns changed_;
    State state_ = State::Transient;
    bool expired_ = false;
};

[[nodiscard]] EntityRef entity(std::string_view table);

class SessionOptions {
public:
    SessionOptions& expire_on_commit(bool on);  ///< on
    bool expires = true;
};

class OrmSession {
public:
    explicit OrmSession(DbPoolRef pool, const SessionOptions& options = {});
    OrmSession(const OrmSession&) = delete;
    OrmSession& operator=(const OrmSession&) = delete;

    // Without I/O
    void add(const EntityRef& object);
    /// Deletes it with the next flush. Errors: Error "InvalidRequestError" if it is not persistent.
    void remove(const EntityRef& object);

    // Errors of the rest: those of the database and its pool; InvalidRequestError.
    /// The object of this key; nullptr if there is none.
    [[nodiscard]] Coroutine<EntityRef> get(std::string table, std::int64_t key);
    [[nodiscard]] Coroutine<std::vector<EntityRef>> select_all(std::string table);
    [[nodiscard]] Coroutine<> refresh(EntityRef object);
    /// A statement as it stands.
    [[nodiscard]] Coroutine<int> execute(SqlStatement statement);
    [[nodiscard]] Coroutine<> flush();
    [[nodiscard]] Coroutine<> commit();
    [[nodiscard]] Coroutine<> rollback();
    /// Rolls back what is open; its objects are detached.
    [[nodiscard]] Coroutine<> close();

    // For async_with
    [[nodiscard]] Coroutine<OrmSession*> aenter();
    [[nodiscard]] Coroutine<bool> aexit(std::exception_ptr error);

private:
    class Turn;
    [[nodiscard]] Coroutine<> begin();
    [[nodiscard]] Coroutine<> send();
    [[nodiscard]] Coroutine<> give_back();
    EntityRef known(const SqlRow& row, const std::string& table);
    void expire_all();

    DbPoolRef pool_;
    SessionOptions options_;
    DbConnectionRef connection_;
    std::map<RowKey, EntityRef> objects_;
    std::vector<EntityRef> pending_;
    std::vector<EntityRef> inserted_;  // in the open transaction
    std::vector<EntityRef> doomed_;
    std::vector<EntityRef> deleted_;
    bool in_use_ = false;
};

}  // namespace coroscope
