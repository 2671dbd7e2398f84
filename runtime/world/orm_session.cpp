#include "runtime/world/orm_session.h"

#include <fmt/format.h>

#include <utility>

namespace coroscope {

void Entity::check() const {
    if (expired_) {
        throw Error("MissingGreenlet",
                    "greenlet_spawn has not been called: the object is expired, await "
                    "session.refresh() or set expire_on_commit to off");
    }
}
void Entity::set(const std::string& column, SqlValue value) {
    row_.columns.insert_or_assign(column, value);
    changed_.insert_or_assign(column, std::move(value));
}
const std::string& Entity::text(const std::string& column) const {
    check();
    return row_.text(column);
}
std::int64_t Entity::number(const std::string& column) const {
    check();
    return row_.number(column);
}
std::int64_t Entity::key() const {
    check();
    return row_.key;
}

EntityRef entity(std::string_view table) { return std::make_shared<Entity>(table); }

SessionOptions& SessionOptions::expire_on_commit(bool on) {
    expires = on;
    return *this;
}

/// One task at a time.
class OrmSession::Turn {
public:
    explicit Turn(OrmSession& session) : session_(session) {
        if (session_.in_use_) {
            throw Error("InvalidRequestError",
                        "this session is in use by another task: concurrent operations are not "
                        "permitted, give each task a session of its own");
        }
        session_.in_use_ = true;
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn() { session_.in_use_ = false; }

private:
    OrmSession& session_;
};

OrmSession::OrmSession(DbPoolRef pool, const SessionOptions& options)
    : pool_(std::move(pool)), options_(options) {}

void OrmSession::add(const EntityRef& object) {
    if (object->state_ == Entity::State::Transient) {
        object->state_ = Entity::State::Pending;
        pending_.push_back(object);
    }
}

void OrmSession::remove(const EntityRef& object) {
    if (object->state_ != Entity::State::Persistent) {
        throw Error("InvalidRequestError", "the object is not persistent: commit it first");
    }
    doomed_.push_back(object);
}

Coroutine<> OrmSession::begin() {
    if (connection_ == nullptr) {
        auto taking = pool_->take();
        connection_ = co_await taking;
        auto beginning = connection_->begin();
        co_await beginning;
    }
}

EntityRef OrmSession::known(const SqlRow& row, const std::string& table) {
    EntityRef& object = objects_[{table, row.key}];
    if (object == nullptr) {
        object = entity(table);
        object->row_ = row;
    } else if (object->expired_) {
        object->row_ = row;
    }
    object->expired_ = false;
    object->state_ = Entity::State::Persistent;
    return object;
}

// In the order in which the objects were added; then changes, then deletions.
Coroutine<> OrmSession::send() {
    while (!pending_.empty()) {
        const EntityRef object = pending_.front();
        auto beginning = begin();
        co_await beginning;
        SqlStatement statement = insert(object->table_);
        for (const auto& [column, value] : object->row_.columns) {
            statement.set(column, value);
        }
        const auto row = co_await connection_->fetchrow(statement);
        object->row_.key = row->key;
        object->changed_.clear();
        object->state_ = Entity::State::Persistent;
        objects_[{object->table_, row->key}] = object;
        inserted_.push_back(object);
        pending_.erase(pending_.begin());
    }
    std::vector<EntityRef> changed;
    for (const auto& [key, object] : objects_) {
        if (!object->changed_.empty()) {
            changed.push_back(object);
        }
    }
    for (const EntityRef& object : changed) {
        auto beginning = begin();
        co_await beginning;
        SqlStatement statement = update(object->table_, object->row_.key);
        for (const auto& [column, value] : object->changed_) {
            statement.set(column, value);
        }
        const int rows = co_await connection_->execute(statement);
        object->changed_.clear();
        if (rows == 0) {
            throw Error("StaleDataError",
                        fmt::format("UPDATE on '{} {}' matched no row: somebody has deleted it",
                                    object->table_, object->row_.key));
        }
    }
    while (!doomed_.empty()) {
        const EntityRef object = doomed_.front();
        auto beginning = begin();
        co_await beginning;
        const SqlStatement statement = delete_from(object->table_, object->row_.key);
        co_await connection_->execute(statement);
        object->state_ = Entity::State::Deleted;
        objects_.erase({object->table_, object->row_.key});
        deleted_.push_back(object);
        doomed_.erase(doomed_.begin());
    }
}

void OrmSession::expire_all() {
    for (const auto& [key, object] : objects_) {
        object->expired_ = true;
        object->changed_.clear();
    }
}

Coroutine<> OrmSession::give_back() {
    inserted_.clear();
    deleted_.clear();
    if (connection_ != nullptr) {
        auto releasing = pool_->release(std::exchange(connection_, nullptr));
        co_await releasing;
    }
}

Coroutine<EntityRef> OrmSession::get(std::string table, std::int64_t key) {
    const Turn turn(*this);
    const auto found = objects_.find({table, key});
    if (found != objects_.end() && !found->second->expired_) {
        co_return found->second;
    }
    auto beginning = begin();
    co_await beginning;
    const SqlStatement statement = coroscope::select(table, key);
    const auto row = co_await connection_->fetchrow(statement);
    if (!row) {
        co_return nullptr;
    }
    co_return known(*row, table);
}

Coroutine<std::vector<EntityRef>> OrmSession::select_all(std::string table) {
    const Turn turn(*this);
    auto sending = send();
    co_await sending;
    auto beginning = begin();
    co_await beginning;
    const SqlStatement statement = coroscope::select_all(table);
    const auto rows = co_await connection_->fetch(statement);
    std::vector<EntityRef> objects;
    for (const SqlRow& row : rows) {
        objects.push_back(known(row, table));
    }
    co_return objects;
}

Coroutine<> OrmSession::refresh(EntityRef object) {
    const Turn turn(*this);
    auto beginning = begin();
    co_await beginning;
    const SqlStatement statement = coroscope::select(object->table_, object->row_.key);
    const auto row = co_await connection_->fetchrow(statement);
    if (!row) {
        throw Error("InvalidRequestError",
                    fmt::format("could not refresh '{} {}': there is no such row", object->table_,
                                object->row_.key));
    }
    object->row_ = *row;
    object->expired_ = false;
    object->changed_.clear();
}

Coroutine<int> OrmSession::execute(SqlStatement statement) {
    const Turn turn(*this);
    auto sending = send();
    co_await sending;
    auto beginning = begin();
    co_await beginning;
    const int rows = co_await connection_->execute(statement);
    co_return rows;
}

Coroutine<> OrmSession::flush() {
    const Turn turn(*this);
    auto sending = send();
    co_await sending;
}

Coroutine<> OrmSession::commit() {
    const Turn turn(*this);
    auto sending = send();
    co_await sending;
    if (connection_ != nullptr) {
        auto committing = connection_->commit();
        co_await committing;
    }
    if (options_.expires) {
        expire_all();
    }
    auto giving = give_back();
    co_await giving;
}

Coroutine<> OrmSession::rollback() {
    const Turn turn(*this);
    for (const EntityRef& object : pending_) {
        object->state_ = Entity::State::Transient;
    }
    pending_.clear();
    for (const EntityRef& object : inserted_) {
        objects_.erase({object->table_, object->row_.key});
        object->state_ = Entity::State::Transient;
        object->row_.key = 0;
    }
    for (const EntityRef& object : deleted_) {
        object->state_ = Entity::State::Persistent;
        objects_[{object->table_, object->row_.key}] = object;
    }
    doomed_.clear();
    expire_all();
    if (connection_ != nullptr && !connection_->is_closed()) {
        auto rolling = connection_->rollback();
        co_await rolling;
    }
    auto giving = give_back();
    co_await giving;
}

Coroutine<> OrmSession::close() {
    const Turn turn(*this);
    pending_.clear();
    doomed_.clear();
    for (const auto& [key, object] : objects_) {
        object->state_ = Entity::State::Detached;
    }
    objects_.clear();
    auto giving = give_back();  // the pool rolls back what is open
    co_await giving;
}

Coroutine<OrmSession*> OrmSession::aenter() { co_return this; }

Coroutine<bool> OrmSession::aexit(std::exception_ptr /*error*/) {
    auto closing = close();
    co_await closing;
    co_return false;
}

}  // namespace coroscope
