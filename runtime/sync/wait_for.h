// wait_for(awaitable, t): awaits a coroutine, task or future, at most for t (asyncio.wait_for).
//
//     const int value = co_await wait_for(fetch(), 500ms);  // TimeoutError after 500 ms
//
// At the deadline the awaited task is cancelled and awaited to its end; what it answers to the
// cancellation decides: a value is returned, another error is raised. t <= 0: a done future's
// result, anything else is cancelled at once and a coroutine never starts. A coroutine runs in the
// calling task. Errors: TimeoutError; those of the awaitable. Source: CPython Lib/asyncio/tasks.py
// (3.13), wait_for and _cancel_and_wait.
#pragma once

#include <exception>
#include <optional>
#include <source_location>

#include "runtime/sync/gather.h"
#include "runtime/sync/timeout.h"

namespace coroscope {

namespace detail {
/// Cancels the future and waits for its end. Whoever is cancelled meanwhile goes at once.
[[nodiscard]] Coroutine<> cancel_and_wait(Ref<FutureBase> future, std::source_location where);
/// Throws TimeoutError if what a done future would raise is a CancelledError.
void cancellation_is_timeout(FutureBase& future);
}  // namespace detail

template <class A>
Coroutine<detail::ResultOf<A>> wait_for(
    A awaitable, std::optional<Duration> timeout,
    std::source_location where = std::source_location::current()) {
    co_await StandAt(where);
    using T = detail::ResultOf<A>;
    std::exception_ptr error;
    std::optional<detail::NoVoid<T>> value;
    if (!timeout) {
        if constexpr (std::is_void_v<T>) {
            co_await std::move(awaitable);
        } else {
            value.emplace(co_await std::move(awaitable));
        }
    } else if (*timeout <= Duration::zero()) {
        const Ref<FutureBase> future = detail::ensure_future(std::move(awaitable), where);
        if (!future->done()) {
            co_await detail::cancel_and_wait(future, where);
            detail::cancellation_is_timeout(*future);
        } else {
            future->trace_awaited();
        }
        if constexpr (std::is_void_v<T>) {
            take_result<void>(*future);
        } else {
            value.emplace(take_result<T>(*future));
        }
    } else {
        Timeout scope(*timeout);
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
    }
    if constexpr (!std::is_void_v<T>) {
        co_return std::move(*value);
    }
}

}  // namespace coroscope
