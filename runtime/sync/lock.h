// Lock: mutual exclusion between tasks, first come first served (asyncio.Lock).
//
//     const auto held = co_await lock.hold();          // released at the end of the scope
//     co_await lock.acquire();  ...  lock.release();   // the same by hand
//
// States: free or locked; no owner, not reentrant. release() makes it free and wakes the first
// waiter only; it stays free until that waiter runs and takes it, but a newcomer queues up behind
// the waiters even then (no barging).
// Errors: RuntimeError if a free lock is released.
// Source: CPython Lib/asyncio/locks.py (3.13).
#pragma once

#include <optional>
#include <source_location>
#include <string_view>

#include "runtime/core/resource.h"
#include "runtime/sync/held.h"
#include "runtime/sync/waiter.h"

namespace coroscope {

class Lock;

class LockAwaiter : public Suspension {
public:
    using Result = bool;  ///< always true
    static constexpr const char* kFunction = "acquire()";
    explicit LockAwaiter(Lock& lock) : lock_(lock) {}
    LockAwaiter(LockAwaiter&& other) noexcept : LockAwaiter(other.lock_) {}
    [[nodiscard]] bool await_ready();
    template <class P>
    void await_suspend(std::coroutine_handle<P> coroutine) {
        queue_up();
        suspend(coroutine.promise(), *waiter_);
    }
    bool await_resume();

private:
    void queue_up();
    Lock& lock_;
    std::optional<Waiter> waiter_;  // once it has to wait
};

class Lock : public Resource {
public:
    explicit Lock(std::string_view name = {},
                  std::source_location where = std::source_location::current())
        : Resource(ResourceType::Lock, name, 1, where) {}

    [[nodiscard]] bool locked() const { return locked_; }
    [[nodiscard]] LockAwaiter acquire() { return LockAwaiter(*this); }
    [[nodiscard]] HoldAwaiter<Lock, LockAwaiter> hold() {
        return HoldAwaiter<Lock, LockAwaiter>(*this);
    }
    void release(std::source_location where = std::source_location::current());

private:
    friend class LockAwaiter;
    friend class Held<Lock>;
    friend class Condition;
    void give_back() { release(std::source_location()); }
    void wake_up_first();

    bool locked_ = false;
    WaiterList waiters_;
    Anchor anchor_;
};

}  // namespace coroscope
