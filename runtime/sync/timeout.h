// Timeout: at its deadline the task that entered it is cancelled; leaving it takes that request
// back and makes a TimeoutError of the CancelledError ("async with asyncio.timeout(t):").
// wait_for(aw, t): the same around one await.
//
//     const int value = co_await wait_for(fetch(), 500ms);     // TimeoutError after 500 ms
//
// At the deadline the awaited task is cancelled and awaited to its end; what it answers to the
// cancellation decides: a value is returned, another error is raised. A deadline that has passed
// cancels at the first suspension; t <= 0: a done future's result, anything else is cancelled at
// once.
// Source: CPython Lib/asyncio/timeouts.py and tasks.py, wait_for (3.13).
#pragma once

#include <exception>
#include <optional>
#include <source_location>
#include <variant>

#include "runtime/core/clock.h"
#include "runtime/core/event_loop.h"
#include "runtime/sync/gather.h"

namespace coroscope {

/// By hand: enter(), the body in try/catch, exit(error). C++ destructors cannot turn one exception
/// into another.
class Timeout {
public:
    explicit Timeout(Duration after) : after_(after), alarm_(*this) {}
    Timeout(const Timeout&) = delete;
    Timeout& operator=(const Timeout&) = delete;
    ~Timeout();

    /// Errors: RuntimeError outside a task.
    void enter();
    /// Ends the block. `error` is what the body raised, or null; raises TimeoutError or `error`, or
    /// returns if there is none.
    void exit(const std::exception_ptr& error);
    /// True if the deadline came while the block was active.
    [[nodiscard]] bool expired() const { return expired_; }

private:
    class Alarm final : public TimerHandle {
    public:
        explicit Alarm(Timeout& owner) : owner_(owner) {}

    private:
        void fire() override;
        Timeout& owner_;
    };

    Duration after_;
    Alarm alarm_;
    EventLoop* loop_ = nullptr;
    TaskBase* task_ = nullptr;
    std::uint32_t requests_before_ = 0;
    bool expired_ = false;
};

/// Awaits `awaitable` (a coroutine, task or future), at most for `timeout`. Errors: TimeoutError.
template <class A>
Coroutine<detail::ResultOf<A>> wait_for(
    A awaitable, Duration timeout, std::source_location where = std::source_location::current()) {
    co_await StandAt(where);
    using T = detail::ResultOf<A>;
    std::exception_ptr error;
    std::optional<detail::NoVoid<T>> value;
    if (timeout <= Duration::zero()) {
        const Ref<FutureBase> future = detail::ensure_future(std::move(awaitable), where);
        if (!future->done()) {
            future->cancel(nullptr);
            Future<T> ended(future);
            try {
                co_await gather(return_exceptions, ended);
            } catch (...) {
                error = std::current_exception();
            }
            if (error) {
                std::rethrow_exception(error);
            }
            if (future->cancelled()) {
                throw TimeoutError();
            }
        }
        if constexpr (std::is_void_v<T>) {
            take_result<void>(*future);
            co_return;
        } else {
            co_return take_result<T>(*future);
        }
    } else {
        Timeout scope(timeout);
        scope.enter();
        try {
            if constexpr (std::is_void_v<T>) {
                co_await std::move(awaitable);
            } else {
                value.emplace(co_await std::move(awaitable));
            }
        } catch (...) {
            error = std::current_exception();
        }
        scope.exit(error);
        if constexpr (!std::is_void_v<T>) {
            co_return std::move(*value);
        }
    }
}

/// Without a limit: a plain await.
template <class A>
Coroutine<detail::ResultOf<A>> wait_for(
    A awaitable, std::nullopt_t /*no timeout*/,
    std::source_location where = std::source_location::current()) {
    co_await StandAt(where);
    co_return co_await std::move(awaitable);
}

}  // namespace coroscope
