// async_with: a block with an asynchronous context manager ("async with manager as x:"). The exit
// is awaited however the body is left.
//
//     co_await async_with(timeout(1s), [&](Timeout& limit) -> Coroutine<> {
//         co_await fetch();
//     });
//
// A manager is anything with
//     aenter()                          // awaited first: Coroutine<T>, Coroutine<>
//     aexit(std::exception_ptr error)   // awaited last: Coroutine<bool>, true = `error` is
//     swallowed
// An lvalue is used where it is, an rvalue is moved in. The body is a callable that returns a
// coroutine. It gets what aenter() returned or, if that was nothing, the manager; it may also take
// nothing. What the body returns is the result.
//
// Order: inner blocks are left first. If aenter() raises, neither the body nor aexit() runs. An
// exit that raises replaces the error of the body. The block itself takes no loop iteration.
// Errors: those of the body that are not swallowed, those of the manager. RuntimeError if the error
// of a body that has a result was swallowed: there is none.
#pragma once

#include <concepts>
#include <exception>
#include <functional>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>
#include <variant>

#include "runtime/core/event_loop.h"
#include "runtime/core/future.h"

namespace coroscope {

namespace detail {

/// Awaiting it does not suspend: what a manager hands back when it has nothing to wait for.
template <class T = void>
class Ready : public Suspension {
public:
    using Result = T;
    template <class... Value>
    explicit Ready(Value... value) : value_(std::move(value)...) {}
    [[nodiscard]] bool await_ready() const { return true; }
    template <class P>
    void await_suspend(std::coroutine_handle<P> /*never*/) {}
    T await_resume() {
        if constexpr (!std::is_void_v<T>) {
            return std::move(value_);
        }
    }

private:
    std::conditional_t<std::is_void_v<T>, std::monostate, T> value_;
};

template <class M>
auto enter_manager(M& manager, std::source_location where) {
    if constexpr (requires { manager.aenter(where); }) {
        return manager.aenter(where);
    } else {
        return manager.aenter();
    }
}
template <class M>
auto exit_manager(M& manager, std::exception_ptr error, std::source_location where) {
    if constexpr (requires { manager.aexit(error, where); }) {
        return manager.aexit(std::move(error), where);
    } else {
        return manager.aexit(std::move(error));
    }
}

template <class M>
using EnteredWith = typename decltype(enter_manager(std::declval<std::remove_reference_t<M>&>(),
                                                    std::source_location()))::Result;

template <class B, class M, class E>
auto run_body(B& body, M& manager, [[maybe_unused]] E& entered) {
    if constexpr (std::is_same_v<E, std::monostate> && std::invocable<B&, M&>) {
        return std::invoke(body, manager);
    } else if constexpr (!std::is_same_v<E, std::monostate> && std::invocable<B&, E&>) {
        return std::invoke(body, entered);
    } else if constexpr (!std::is_same_v<E, std::monostate> && std::invocable<B&, E>) {
        return std::invoke(body, std::move(entered));
    } else {
        static_assert(std::invocable<B&>,
                      "the body of async_with takes what aenter() returns, or the manager, or "
                      "nothing");
        return std::invoke(body);
    }
}

template <class T>
using NothingFor = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

template <class M, class B>
using BodyResult =
    typename decltype(run_body(std::declval<B&>(), std::declval<std::remove_reference_t<M>&>(),
                               std::declval<NothingFor<EnteredWith<M>>&>()))::Result;

template <class M, class B>
Coroutine<BodyResult<M, B>> async_with(M manager, B body, std::source_location where) {
    co_await StandAt(where);
    using R = BodyResult<M, B>;
    std::optional<NothingFor<EnteredWith<M>>> entered;
    auto entering = enter_manager(manager, where);
    if constexpr (std::is_void_v<EnteredWith<M>>) {
        co_await entering;
        entered.emplace();
    } else {
        entered.emplace(co_await entering);
    }
    std::optional<NothingFor<R>> result;
    std::exception_ptr error;
    try {
        auto running = run_body(body, manager, *entered);
        if constexpr (std::is_void_v<R>) {
            co_await running;
        } else {
            result.emplace(co_await running);
        }
    } catch (...) {
        error = std::current_exception();
    }
    auto leaving = exit_manager(manager, error, where);
    const bool swallowed = co_await leaving;
    if (error && !swallowed) {
        std::rethrow_exception(error);
    }
    if constexpr (!std::is_void_v<R>) {
        if (!result) {
            throw RuntimeError(
                "the block has no result: its error was swallowed. Keep the result in a variable");
        }
        co_return std::move(*result);
    }
}

/// A coroutine that says where it is awaited.
template <class T>
class CoroutineAt : public Coroutine<T> {
public:
    CoroutineAt(Coroutine<T> coroutine, std::source_location where)
        : Coroutine<T>(std::move(coroutine)), where_(where) {}
    [[nodiscard]] std::source_location stands_at() const { return where_; }

private:
    std::source_location where_;
};

}  // namespace detail

template <class M, class B>
[[nodiscard]] auto async_with(M&& manager, B body,
                              std::source_location where = std::source_location::current()) {
    using R = detail::BodyResult<M, B>;
    return detail::CoroutineAt<R>(
        detail::async_with<M, B>(std::forward<M>(manager), std::move(body), where), where);
}

}  // namespace coroscope
