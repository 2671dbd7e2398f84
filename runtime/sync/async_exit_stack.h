// AsyncExitStack: context managers and callbacks that are collected while the program runs, and
// left in reverse order (contextlib.AsyncExitStack). For when how many there are is known at run
// time only.
//
//     co_await async_with(AsyncExitStack(), [&](AsyncExitStack& stack) -> Coroutine<> {
//         for (Connection& one : connections) {
//             co_await stack.enter_async_context(one);
//         }
//         stack.callback([] { log("closed"); });  // runs first: last in, first out
//     });
//
// Order: strictly last in, first out. An exit that returns true swallows the error, one that raises
// replaces it; those registered before see what is left of it.
// Source: CPython Lib/contextlib.py (3.13).
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <source_location>
#include <type_traits>
#include <utility>
#include <vector>

#include "runtime/sync/async_with.h"

namespace coroscope {

class AsyncExitStack {
public:
    AsyncExitStack() = default;
    AsyncExitStack(AsyncExitStack&&) noexcept = default;
    AsyncExitStack& operator=(AsyncExitStack&&) noexcept = default;
    AsyncExitStack(const AsyncExitStack&) = delete;
    AsyncExitStack& operator=(const AsyncExitStack&) = delete;
    ~AsyncExitStack() = default;

    /// Enters the manager and registers its exit; returns what aenter() returned. An lvalue is used
    /// where it is, an rvalue is kept here.
    template <class M>
    Coroutine<detail::EnteredWith<M>> enter_async_context(
        M&& manager, std::source_location where = std::source_location::current()) {
        if constexpr (std::is_lvalue_reference_v<M>) {
            return enter(this, &manager, where);
        } else {
            return enter(this, std::make_shared<M>(std::move(manager)), where);
        }
    }
    /// Registers an exit: a callable that takes the error and returns Coroutine<bool>, or a manager
    /// that is not entered.
    template <class F>
    void push_async_exit(F exit) {
        auto kept = std::make_shared<F>(std::move(exit));
        if constexpr (std::invocable<F&, std::exception_ptr>) {
            exits_.push_back(
                [kept](std::exception_ptr error) { return (*kept)(std::move(error)); });
        } else {
            exits_.push_back(exit_of(kept));
        }
    }
    /// Registers a callable that returns a coroutine. It does not see the error.
    template <class F, class... Arguments>
    void push_async_callback(F function, Arguments... arguments) {
        auto kept = keep(std::move(function), std::move(arguments)...);
        exits_.push_back([kept](std::exception_ptr /*error*/) { return await_call(kept); });
    }
    /// Registers a plain callable.
    template <class F, class... Arguments>
    void callback(F function, Arguments... arguments) {
        auto kept = keep(std::move(function), std::move(arguments)...);
        exits_.push_back([kept](std::exception_ptr /*error*/) { return call(kept); });
    }
    /// Gives everything that is registered to a new stack; nothing is left here.
    [[nodiscard]] AsyncExitStack pop_all() {
        AsyncExitStack all;
        all.exits_.swap(exits_);
        return all;
    }
    /// Leaves everything now.
    [[nodiscard]] Coroutine<bool> aclose(
        std::source_location where = std::source_location::current()) {
        return aexit(nullptr, where);
    }

    [[nodiscard]] detail::Ready<> aenter() { return detail::Ready<>(); }
    /// True if there was an error and it was swallowed. Errors: what the exits raise last.
    [[nodiscard]] Coroutine<bool> aexit(
        std::exception_ptr error, std::source_location where = std::source_location::current());

private:
    using Exit = std::function<Coroutine<bool>(std::exception_ptr)>;

    template <class P>
    static Coroutine<detail::EnteredWith<std::remove_reference_t<decltype(*std::declval<P&>())>>>
    enter(AsyncExitStack* stack, P manager, std::source_location where) {
        co_await StandAt(where);
        using E = detail::EnteredWith<std::remove_reference_t<decltype(*manager)>>;
        auto entering = detail::enter_manager(*manager, where);
        if constexpr (std::is_void_v<E>) {
            co_await entering;
            stack->exits_.push_back(exit_of(manager));
        } else {
            auto entered = co_await entering;
            stack->exits_.push_back(exit_of(manager));
            co_return entered;
        }
    }
    template <class P>
    static Exit exit_of(P manager) {
        return [manager](std::exception_ptr error) { return leave(manager, std::move(error)); };
    }
    template <class P>
    static Coroutine<bool> leave(P manager, std::exception_ptr error) {
        co_await StandAt(std::source_location());
        auto leaving = detail::exit_manager(*manager, std::move(error), std::source_location());
        const bool swallowed = co_await leaving;
        co_return swallowed;
    }
    template <class F, class... Arguments>
    static auto keep(F function, Arguments... arguments) {
        return std::make_shared<std::function<std::invoke_result_t<F&, Arguments...>()>>(
            std::bind(std::move(function), std::move(arguments)...));
    }
    template <class Kept>
    static Coroutine<bool> await_call(Kept function) {
        co_await StandAt(std::source_location());
        auto running = (*function)();
        co_await running;
        co_return false;
    }
    template <class Kept>
    static Coroutine<bool> call(Kept function) {
        (*function)();
        co_return false;
    }

    std::vector<Exit> exits_;
};

}  // namespace coroscope
