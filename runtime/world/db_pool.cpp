#include "runtime/world/db_pool.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/sync/gather.h"
#include "runtime/sync/shield.h"
#include "runtime/sync/timeout.h"
#include "runtime/world/database_errors.h"

namespace coroscope {

PoolOptions& PoolOptions::min_size(int connections) {
    least = connections;
    return *this;
}
PoolOptions& PoolOptions::max_size(int connections) {
    most = connections;
    return *this;
}
PoolOptions& PoolOptions::max_queries(int count) {
    queries = count;
    return *this;
}
PoolOptions& PoolOptions::max_inactive_connection_lifetime(Duration duration) {
    idle = duration;
    return *this;
}
PoolOptions& PoolOptions::reset_takes(Duration duration) {
    reset = duration;
    return *this;
}

/// The connections that may be in use, as a semaphore is seen.
class DbPool::Permits : public Resource {
public:
    Permits(int most, std::source_location where)
        : Resource(ResourceType::Semaphore, "pool", most, where), left_(most) {}
    void take(bool after_waiting) { trace_acquired(after_waiting, --left_); }
    void give_back() { trace_released(++left_, std::source_location()); }
    [[nodiscard]] EventLoop& of_loop() const { return loop(); }

private:
    int left_;
};

class DbPool::Wait final : public FutureState<void> {
public:
    Wait(EventLoop& loop, ObjectId permits)
        : FutureState<void>(loop, WaitReason::Semaphore, permits) {}

private:
    [[nodiscard]] WakeReason wake_reason() const override { return WakeReason::PermitReleased; }
};

Coroutine<DbConnection*> PoolAcquire::aenter() {
    auto taking = pool_->take(timeout_);
    connection_ = co_await taking;
    co_return connection_.get();
}

Coroutine<bool> PoolAcquire::aexit(std::exception_ptr /*error*/) {
    auto releasing = pool_->release(std::move(connection_));
    co_await releasing;
    co_return false;
}

DbPool::DbPool(const Database& db, const PoolOptions& options, std::source_location where)
    : server_(db.server()), options_(options) {
    if (options.most < 1 || options.least < 0 || options.least > options.most) {
        throw ValueError(
            fmt::format("a pool needs 0 <= min_size <= max_size and max_size > 0, and "
                        "has min_size {} and max_size {}",
                        options.least, options.most));
    }
    permits_ = std::make_unique<Permits>(options.most, where);
    holders_.resize(static_cast<std::size_t>(options.most));
    for (std::size_t i = holders_.size(); i > 0; --i) {
        free_.push_back(i - 1);
    }
}

DbPool::~DbPool() = default;

Coroutine<> DbPool::open(std::size_t holder) {
    auto connecting = connect(server_);
    holders_[holder].connection = co_await connecting;
}

Coroutine<> DbPool::fill() {
    if (options_.least == 0) {
        co_return;
    }
    auto first = open(0);
    co_await first;
    std::vector<Task<>> others;
    for (int i = 1; i < options_.least; ++i) {
        auto one = open(static_cast<std::size_t>(i));
        others.push_back(create_task(std::move(one), name("connect", i + 1)));
    }
    if (!others.empty()) {
        co_await gather(others);
    }
    for (int i = 0; i < options_.least; ++i) {
        watch_idle(static_cast<std::size_t>(i));
    }
}

Coroutine<DbConnectionRef> DbPool::take_now() {
    bool waited = false;
    while (free_.empty()) {
        waited = true;
        const Ref<FutureBase> wait(new Wait(permits_->of_loop(), permits_->object()));
        line_.push_back(wait);
        const Future<> woken(wait);
        try {
            co_await woken;
        } catch (...) {
            std::erase_if(line_, [&](const auto& other) { return other.get() == wait.get(); });
            if (!free_.empty()) {
                wake_next();  // it may have been woken for nothing
            }
            throw;
        }
    }
    const std::size_t at = free_.back();
    free_.pop_back();
    holders_[at].in_use = true;
    agenda_.cancel(holders_[at].expiry);
    permits_->take(waited);
    if (holders_[at].connection == nullptr || holders_[at].connection->is_closed()) {
        try {
            auto opening = open(at);
            co_await opening;
        } catch (...) {
            holders_[at].connection = nullptr;
            put_back(at);
            throw;
        }
    }
    co_return holders_[at].connection;
}

Coroutine<DbConnectionRef> DbPool::take(std::optional<Duration> limit) {
    if (closing_) {
        throw InterfaceError("pool is closing");
    }
    if (!limit) {
        auto taking = take_now();
        co_return co_await taking;
    }
    auto within = timeout(limit);
    co_return co_await async_with(within, [this]() -> Coroutine<DbConnectionRef> {
        auto taking = take_now();
        co_return co_await taking;
    });
}

void DbPool::wake_next() {
    while (!line_.empty()) {
        const Ref<FutureBase> next = line_.front();
        line_.pop_front();
        if (!next->done()) {
            next->set_done();
            return;
        }
    }
}

void DbPool::put_back(std::size_t holder) {
    holders_[holder].in_use = false;
    free_.push_back(holder);
    permits_->give_back();
    watch_idle(holder);
    wake_next();
    if (free_.size() == holders_.size()) {
        for (const Ref<FutureBase>& closer : closers_) {
            if (!closer->done()) {
                closer->set_done();
            }
        }
        closers_.clear();
    }
}

void DbPool::watch_idle(std::size_t holder) {
    Holder& idle = holders_[holder];
    agenda_.cancel(idle.expiry);
    if (options_.idle <= Duration::zero() || idle.connection == nullptr || closing_) {
        return;
    }
    idle.expiry = agenda_.after(options_.idle, [&idle] {
        idle.connection->close();
        idle.connection = nullptr;
    });
}

Coroutine<> DbPool::take_back(std::size_t holder) {
    const DbConnectionRef connection = holders_[holder].connection;
    if (!connection->is_closed()) {
        if (connection->queries() >= options_.queries) {
            connection->close();
        } else {
            auto resetting = connection->reset(options_.reset);
            co_await resetting;
        }
    }
    if (connection->is_closed()) {
        holders_[holder].connection = nullptr;
    }
    put_back(holder);
}

Coroutine<> DbPool::release(DbConnectionRef connection) {
    const auto found = std::ranges::find(holders_, connection, &Holder::connection);
    if (connection == nullptr || found == holders_.end() || !found->in_use) {
        throw InterfaceError("the connection is not one that this pool has lent");
    }
    const auto holder = static_cast<std::size_t>(found - holders_.begin());
    if (options_.reset <= Duration::zero()) {
        auto taking = take_back(holder);
        co_await taking;
        co_return;
    }
    const DbPoolRef self = shared_from_this();
    auto taking = create_task(
        [](DbPoolRef pool, std::size_t which) -> Coroutine<> {
            auto back = pool->take_back(which);
            co_await back;
        }(self, holder),
        "release");
    co_await shield(taking);
}

Coroutine<> DbPool::close() {
    closing_ = true;
    while (free_.size() < holders_.size()) {
        const Ref<FutureBase> wait(new Wait(permits_->of_loop(), permits_->object()));
        closers_.push_back(wait);
        const Future<> all_back(wait);
        co_await all_back;
    }
    terminate();
}

void DbPool::terminate() {
    closing_ = true;
    agenda_.clear();
    for (Holder& holder : holders_) {
        if (holder.connection != nullptr) {
            holder.connection->close();
            holder.connection = nullptr;
        }
    }
}

int DbPool::size() const {
    return static_cast<int>(std::ranges::count_if(
        holders_, [](const Holder& holder) { return holder.connection != nullptr; }));
}
int DbPool::idle_size() const {
    return static_cast<int>(std::ranges::count_if(holders_, [](const Holder& holder) {
        return holder.connection != nullptr && !holder.in_use;
    }));
}

Coroutine<DbPoolRef> create_pool(const Database& db, const PoolOptions& options,
                                 std::source_location where) {
    auto pool = std::make_shared<DbPool>(db, options, where);
    auto filling = pool->fill();
    co_await filling;
    co_return pool;
}

}  // namespace coroscope
