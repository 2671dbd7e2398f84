// Condition: tasks wait, with a lock in hand, until another task says that something has changed
// (asyncio.Condition).
//
//     Condition changed("changed");                // with a lock of its own
//     Condition empty(lock, "empty"), full(lock, "full");   // or several with one lock
//
//     const auto held = co_await changed.hold();   // the one:
//     co_await changed.wait_for([&] { return !jobs.empty(); });
//     const auto held = co_await changed.hold();   // the other:
//     changed.notify();
//
// wait() releases the lock, waits for a notification, and takes the lock again, behind those who
// already stand in line for it. Notified tasks do so in the order in which they waited. A
// notification that nobody waits for is forgotten; one given to a task that is then cancelled is
// passed on. A cancelled wait() too takes the lock again first, however often it is cancelled
// meanwhile, and then raises the latest CancelledError.
// Errors: RuntimeError if wait() or notify() is called while nobody holds the lock.
// Source: CPython Lib/asyncio/locks.py (3.13).
#pragma once

#include <cstdint>
#include <optional>
#include <source_location>
#include <string_view>
#include <type_traits>

#include "runtime/core/resource.h"
#include "runtime/sync/lock.h"
#include "runtime/sync/waiter.h"

namespace coroscope {

class Condition : public Resource {
public:
    explicit Condition(std::string_view name = {},
                       std::source_location where = std::source_location::current());
    explicit Condition(Lock& lock, std::string_view name = {},
                       std::source_location where = std::source_location::current());

    [[nodiscard]] bool locked() const { return lock().locked(); }
    [[nodiscard]] LockAwaiter acquire() { return lock().acquire(); }
    [[nodiscard]] HoldAwaiter<Lock, LockAwaiter> hold() { return lock().hold(); }
    void release(std::source_location where = std::source_location::current()) {
        lock().release(where);
    }

    /// Returns true, always.
    [[nodiscard]] Coroutine<bool> wait(
        std::source_location where = std::source_location::current());
    /// Waits until `predicate()` is true, and returns what it returned. It is asked at once and
    /// after each notification, with the lock held.
    template <class Predicate>
    [[nodiscard]] Coroutine<std::remove_cvref_t<std::invoke_result_t<Predicate&>>> wait_for(
        Predicate predicate, std::source_location where = std::source_location::current()) {
        co_await StandAt(where);
        auto result = predicate();
        while (!static_cast<bool>(result)) {
            co_await wait(where);
            result = predicate();
        }
        co_return result;
    }
    /// Wakes the first `n` tasks that are not woken already.
    void notify(std::uint32_t n = 1, std::source_location where = std::source_location::current());
    void notify_all(std::source_location where = std::source_location::current()) {
        notify(UINT32_MAX, where);
    }

private:
    class Notification;
    /// Errors: RuntimeError if it has been destroyed.
    [[nodiscard]] Lock& lock() const;
    void pass_on();

    std::optional<Lock> own_lock_;
    Lock* lock_;
    Tether lock_tether_;
    WaiterList waiters_;
    Anchor anchor_;
};

}  // namespace coroscope
