// wait: waits until tasks or futures are done, and says which are (asyncio.wait).
//
//     auto [done, pending] = co_await wait(tasks);                        // all of them
//     auto [done, pending] = co_await wait(tasks, 2s);                    // at most for 2 s
//     auto [done, pending] = co_await wait(tasks, FIRST_COMPLETED);
//     auto [done, pending] = co_await wait(tasks, 2s, FIRST_EXCEPTION);
//     auto [done, pending] = co_await wait(text, number);                 // of different types
//
// It neither raises what the tasks raised nor cancels them, not even when its time is up or when it
// is cancelled itself. FIRST_EXCEPTION ignores cancelled tasks. `done` holds what is done when the
// caller goes on, so everything that ended meanwhile. It always takes two loop iterations, also if
// all are done already.
// Order: both as they were given (asyncio gives sets), each once.
// Errors: ValueError if nothing is given. A coroutine does not compile: make it a task.
// Source: CPython Lib/asyncio/tasks.py (3.13), wait and _wait.
#pragma once

#include <algorithm>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>
#include <vector>

#include "runtime/core/clock.h"
#include "runtime/core/coroutine.h"
#include "runtime/sync/any_future.h"

namespace coroscope {

enum class ReturnWhen : std::uint8_t { FirstCompleted, FirstException, AllCompleted };
// asyncio's names. NOLINTBEGIN(readability-identifier-naming)
inline constexpr ReturnWhen FIRST_COMPLETED = ReturnWhen::FirstCompleted;
inline constexpr ReturnWhen FIRST_EXCEPTION = ReturnWhen::FirstException;
inline constexpr ReturnWhen ALL_COMPLETED = ReturnWhen::AllCompleted;
// NOLINTEND(readability-identifier-naming)

/// What a wait() returns: auto [done, pending] = co_await wait(tasks);
template <class H>
struct Waited {
    std::vector<H> done;
    std::vector<H> pending;
};

namespace detail {

template <class H>
struct IsCoroutine : std::false_type {};
template <class T>
struct IsCoroutine<Coroutine<T>> : std::true_type {};

/// Ends when enough of them are done or the time is up. `futures` has each of them once.
[[nodiscard]] Coroutine<> wait_until(std::vector<Ref<FutureBase>> futures,
                                     std::optional<Duration> timeout, ReturnWhen return_when,
                                     std::source_location where);
[[noreturn]] void throw_nothing_to_wait_for();

template <class H>
Coroutine<Waited<H>> wait(std::vector<H> futures, std::optional<Duration> timeout,
                          ReturnWhen return_when, std::source_location where) {
    co_await StandAt(where);
    if (futures.empty()) {
        throw_nothing_to_wait_for();
    }
    std::vector<Ref<FutureBase>> states;
    std::vector<H> unique;
    for (const H& future : futures) {
        if (std::ranges::find(states, future.state()) == states.end()) {
            states.push_back(future.state());
            unique.push_back(future);
        }
    }
    co_await wait_until(std::move(states), timeout, return_when, where);
    Waited<H> waited;
    for (H& future : unique) {
        (future.done() ? waited.done : waited.pending).push_back(std::move(future));
    }
    co_return waited;
}

}  // namespace detail

template <class H>
[[nodiscard]] Coroutine<Waited<H>> wait(
    std::vector<H> futures, std::optional<Duration> timeout, ReturnWhen return_when = ALL_COMPLETED,
    std::source_location where = std::source_location::current()) {
    static_assert(!detail::IsCoroutine<H>::value,
                  "wait() takes tasks and futures, no coroutines: call create_task() first");
    return detail::wait(std::move(futures), timeout, return_when, where);
}
template <class H>
[[nodiscard]] Coroutine<Waited<H>> wait(
    std::vector<H> futures, ReturnWhen return_when = ALL_COMPLETED,
    std::source_location where = std::source_location::current()) {
    return wait(std::move(futures), std::nullopt, return_when, where);
}
template <class T, class... Ts>
[[nodiscard]] Coroutine<Waited<AnyFuture>> wait(const Future<T>& first,
                                                const Future<Ts>&... others) {
    return wait(futures_of(first, others...), std::nullopt, ALL_COMPLETED, std::source_location());
}
template <class T>
void wait(const Coroutine<T>& coroutine, auto&&...) = delete;  // create_task() first

}  // namespace coroscope
