#include "runtime/world/aiomysql_pool.h"

#include <fmt/format.h>

#include "runtime/core/sleep.h"
#include "runtime/core/task.h"

namespace coroscope {

AiomysqlOptions& AiomysqlOptions::minsize(int connections) {
    least = connections;
    return *this;
}
AiomysqlOptions& AiomysqlOptions::maxsize(int connections) {
    most = connections;
    return *this;
}
AiomysqlOptions& AiomysqlOptions::pool_recycle(Duration age) {
    recycle = age;
    return *this;
}
AiomysqlOptions& AiomysqlOptions::notify_on_tx_release(bool on) {
    notifies = on;
    return *this;
}

Coroutine<DbConnection*> AiomysqlAcquire::aenter() {
    auto taking = pool_->take();
    connection_ = co_await taking;
    co_return connection_.get();
}

Coroutine<bool> AiomysqlAcquire::aexit(std::exception_ptr /*error*/) {
    pool_->release(connection_);
    connection_ = nullptr;
    co_return false;
}

AiomysqlPool::AiomysqlPool(const Database& db, const AiomysqlOptions& options,
                           std::source_location where)
    : server_(db.server()), options_(options), condition_("pool", where) {
    if (options.most < 1 || options.least < 0 || options.least > options.most) {
        throw ValueError(
            fmt::format("a pool needs 0 <= minsize <= maxsize and maxsize > 0, and "
                        "has minsize {} and maxsize {}",
                        options.least, options.most));
    }
}

Coroutine<> AiomysqlPool::fill(bool one_more) {
    std::erase_if(idle_, [this](const Idle& idle) {
        const bool old =
            options_.recycle > Duration::zero() && now() - idle.used_at > options_.recycle;
        if (old) {
            idle.connection->close();
        }
        return old || idle.connection->is_closed();
    });
    while (size() < options_.least || (one_more && idle_.empty() && size() < options_.most)) {
        ++connecting_;
        DbConnectionRef made;
        try {
            auto connecting = connect(server_);
            made = co_await connecting;
        } catch (...) {
            --connecting_;
            throw;
        }
        --connecting_;
        idle_.push_back({made, now()});
    }
}

Coroutine<DbConnectionRef> AiomysqlPool::take() {
    const auto held = co_await condition_.hold();
    while (true) {
        auto filling = fill(true);
        co_await filling;
        if (!idle_.empty()) {
            DbConnectionRef connection = idle_.front().connection;
            idle_.pop_front();
            ++in_use_;
            co_return connection;
        }
        co_await condition_.wait();
    }
}

void AiomysqlPool::release(const DbConnectionRef& connection) {
    --in_use_;
    if (connection->is_in_transaction()) {
        connection->close();
        if (!options_.notifies) {
            return;  // nobody is told that there is room
        }
    } else if (!connection->is_closed()) {
        idle_.push_back({connection, now()});
    }
    auto waking = create_task(
        [](AiomysqlPoolRef pool) -> Coroutine<> {
            const auto held = co_await pool->condition_.hold();
            pool->condition_.notify(1);
        }(shared_from_this()),
        "wakeup");
}

Coroutine<AiomysqlPoolRef> create_aiomysql_pool(const Database& db, const AiomysqlOptions& options,
                                                std::source_location where) {
    auto pool = std::make_shared<AiomysqlPool>(db, options, where);
    auto filling = pool->fill(false);
    co_await filling;
    co_return pool;
}

}  // namespace coroscope
