// Semaphore: at most n tasks at a time, first come first served (asyncio.Semaphore).
//
//     Semaphore permits("permits", 3);
//     const auto held = co_await permits.hold();
//
// release() hands a permit to the first waiter: it cannot be taken by a newcomer meanwhile.
// Errors: ValueError for a negative number of permits.
// Source: CPython Lib/asyncio/locks.py (3.13).
#pragma once

#include <cstdint>
#include <source_location>
#include <string_view>

#include "runtime/core/resource.h"
#include "runtime/sync/held.h"
#include "runtime/sync/waiter.h"

namespace coroscope {

class Semaphore;

class SemaphoreAwaiter : public Suspension {
public:
    explicit SemaphoreAwaiter(Semaphore& semaphore);
    [[nodiscard]] bool await_ready();
    template <class P>
    void await_suspend(std::coroutine_handle<P> coroutine) {
        queue_up();
        suspend(coroutine.promise(), waiter_);
    }
    void await_resume();

private:
    void queue_up();
    Semaphore& semaphore_;
    Waiter waiter_;
};

class Semaphore : public Resource {
public:
    explicit Semaphore(std::string_view name, std::int64_t permits = 1,
                       std::source_location where = std::source_location::current());

    /// True if acquire() would wait.
    [[nodiscard]] bool locked() const { return permits_ == 0 || waiters_.anybody_uncancelled(); }
    [[nodiscard]] SemaphoreAwaiter acquire() { return SemaphoreAwaiter(*this); }
    [[nodiscard]] HoldAwaiter<Semaphore, SemaphoreAwaiter> hold() {
        return HoldAwaiter<Semaphore, SemaphoreAwaiter>(*this);
    }
    void release(std::source_location where = std::source_location::current());

private:
    friend class SemaphoreAwaiter;
    friend class Held<Semaphore>;
    void give_back() { release(std::source_location()); }
    bool wake_up_next();
    void wake_up_as_many_as_allowed();

    std::int64_t permits_;
    WaiterList waiters_;
};

}  // namespace coroscope
