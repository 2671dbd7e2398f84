// as_coroutine: what an awaiter of the runtime (sleep(1s), lock.acquire(), queue.get()) will do, as
// a coroutine, so that it can be made a task, be gathered, or be given a time limit:
//
//     auto task = create_task(queue.get(), "getter");
//     co_await wait_for(lock.acquire(), 500ms);
//     co_await gather(sleep(1s), event.wait());
//
// An awaiter that nobody has awaited yet is only the recipe of a wait. Moving it makes a new one of
// the same recipe: it is in no line, and does nothing, before it is awaited.
#pragma once

#include <concepts>
#include <source_location>
#include <string_view>
#include <utility>

#include "runtime/core/task.h"

namespace coroscope {

/// An awaiter that says what it returns (`Result`) and what the trace calls it (`kFunction`).
template <class A>
concept Awaiter = std::derived_from<A, Suspension> && std::move_constructible<A> && requires {
    typename A::Result;
    { A::kFunction } -> std::convertible_to<const char*>;
};

namespace detail {
template <Awaiter A>
Coroutine<typename A::Result> await_it(A awaiter, std::source_location where) {
    co_await StandAt(where);
    co_return co_await awaiter;
}
}  // namespace detail

template <Awaiter A>
[[nodiscard]] Coroutine<typename A::Result> as_coroutine(
    A awaiter, std::source_location where = std::source_location::current()) {
    using T = typename A::Result;
    Promise<T>& promise = detail::await_it(std::move(awaiter), where).release();
    promise.function = A::kFunction;
    return Coroutine<T>(promise);
}

/// Errors: RuntimeError if no loop is running.
template <Awaiter A>
Task<typename A::Result> create_task(A awaiter, std::string_view name = {},
                                     std::source_location where = std::source_location::current()) {
    return create_task(as_coroutine(std::move(awaiter), where), name, where);
}

}  // namespace coroscope
