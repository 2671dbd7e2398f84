// Semaphore: at most n tasks at a time, first come first served (asyncio.Semaphore).
//
//     Semaphore permits("permits", 3);
//     const auto held = co_await permits.hold();
//
// release() hands a permit to the first waiter: it cannot be taken by a newcomer meanwhile. A
// waiter that is cancelled then gives the permit back, and as many waiters wake as there are
// permits. release() without acquire() makes a permit more; a BoundedSemaphore forbids that.
// Errors: ValueError for a negative number of permits, and for one release() of a
// BoundedSemaphore too many.
// Source: CPython Lib/asyncio/locks.py (3.13).
#pragma once

#include <cstdint>
#include <optional>
#include <source_location>
#include <string_view>

#include "runtime/core/resource.h"
#include "runtime/sync/held.h"
#include "runtime/sync/waiter.h"

namespace coroscope {

class Semaphore;

class SemaphoreAwaiter : public Suspension {
public:
    using Result = bool;  ///< always true
    static constexpr const char* kFunction = "acquire()";
    explicit SemaphoreAwaiter(Semaphore& semaphore) : semaphore_(semaphore) {}
    SemaphoreAwaiter(SemaphoreAwaiter&& other) noexcept : SemaphoreAwaiter(other.semaphore_) {}
    [[nodiscard]] bool await_ready();
    template <class P>
    void await_suspend(std::coroutine_handle<P> coroutine) {
        queue_up();
        suspend(coroutine.promise(), *waiter_);
    }
    bool await_resume();

private:
    void queue_up();
    Semaphore& semaphore_;
    std::optional<Waiter> waiter_;  // once it has to wait
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

protected:
    Semaphore(std::string_view name, std::int64_t permits, std::int64_t bound,
              std::source_location where);

private:
    friend class SemaphoreAwaiter;
    friend class Held<Semaphore>;
    void give_back() { release(std::source_location()); }
    bool wake_up_next();
    void wake_up_as_many_as_allowed();

    std::int64_t permits_;
    std::int64_t bound_;  // release() makes no more permits than these
    WaiterList waiters_;
    Anchor anchor_;
};

/// A semaphore that never has more permits than it began with (asyncio.BoundedSemaphore).
class BoundedSemaphore : public Semaphore {
public:
    explicit BoundedSemaphore(std::string_view name, std::int64_t permits = 1,
                              std::source_location where = std::source_location::current())
        : Semaphore(name, permits, permits, where) {}
};

}  // namespace coroscope
