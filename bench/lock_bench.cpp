// W6 lock: 1000 tasks and one lock: acquire, yield, release. An operation is one of these rounds.

#include "runtime/sync/lock.h"

#include <vector>

#include "bench/floor_timers.h"
#include "bench/work.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/gather.h"

namespace coroscope::bench {
namespace {

constexpr std::uint64_t kTasks = 1000;

/// Handed over: a lock with waiters never becomes free.
class FloorLock {
public:
    struct Acquire {
        FloorLock& lock;
        Acquire* next = nullptr;
        std::coroutine_handle<> task;
        explicit Acquire(FloorLock& l) : lock(l) {}
        bool await_ready() noexcept { return !std::exchange(lock.locked_, true); }
        void await_suspend(std::coroutine_handle<> self) noexcept {
            task = self;
            (lock.first_ == nullptr ? lock.first_ : lock.last_->next) = this;
            lock.last_ = this;
        }
        void await_resume() noexcept {}
    };
    void release() {
        if (first_ == nullptr) {
            locked_ = false;
            return;
        }
        floor_runtime::ready.push(first_->task);
        first_ = first_->next;
    }

private:
    bool locked_ = false;
    Acquire* first_ = nullptr;
    Acquire* last_ = nullptr;
};

floor_runtime::Detached floor_user(FloorLock& lock, std::uint64_t times, std::uint64_t& count) {
    for (; times > 0; --times) {
        co_await FloorLock::Acquire(lock);
        ++count;
        co_await floor_runtime::yield();
        lock.release();
    }
}

void floor_lock(std::uint64_t operations) {
    FloorLock lock;
    std::uint64_t count = 0;
    for (std::uint64_t i = 0; i < kTasks; ++i) {
        floor_runtime::spawn(floor_user(lock, operations / kTasks, count));
    }
    floor_runtime::run();
    require(count == operations, "every task had the lock as often as it wanted");
}

Coroutine<> user(Lock& lock, std::uint64_t times, std::uint64_t& count) {
    for (; times > 0; --times) {
        co_await lock.acquire();
        ++count;
        co_await sleep(Duration::zero());
        lock.release();
    }
}

Coroutine<> our_lock(std::uint64_t operations) {
    Lock lock("lock");
    std::uint64_t count = 0;
    std::vector<Coroutine<>> users;
    for (std::uint64_t i = 0; i < kTasks; ++i) {
        users.push_back(user(lock, operations / kTasks, count));
    }
    co_await gather(std::move(users));
    require(count == operations, "every task had the lock as often as it wanted");
}

}  // namespace

const Work kLock{"W6 lock", 200'000, floor_lock, our_lock};

}  // namespace coroscope::bench
