// as_completed: the results of several awaitables, in the order in which they are there
// (asyncio.as_completed).
//
//     for (auto next : as_completed(tasks)) {
//         const int value = co_await next;     // the next result, or the error of the next to fail
//     }
//
//     auto completed = as_completed(tasks);    // or the tasks themselves ("async for")
//     while (auto task = co_await completed.next()) { ... }
//
// The awaitables of the loop are interchangeable: each gives the next outcome. Coroutines become
// tasks at once, in the order given. With a timeout, as_completed(tasks, 2s), one TimeoutError is
// raised per unfinished task when its time is up; the tasks run on.
// Order: that in which they ended. One that is there already does not suspend.
// Errors: those of the tasks; TimeoutError.
// Source: CPython Lib/asyncio/tasks.py (3.13), _AsCompletedIterator.
#pragma once

#include <iterator>
#include <optional>
#include <source_location>
#include <utility>
#include <vector>

#include "runtime/sync/gather.h"

namespace coroscope {

namespace detail {

class CompletionQueue;

/// The part that does not depend on types. Copies mean the same iteration.
class CompletionsBase {
public:
    CompletionsBase(std::vector<Ref<FutureBase>> futures, std::optional<Duration> timeout,
                    std::source_location where);
    CompletionsBase(const CompletionsBase&);
    CompletionsBase(CompletionsBase&&) noexcept;
    CompletionsBase& operator=(CompletionsBase) noexcept;
    ~CompletionsBase();
    /// How many have not been handed out yet.
    [[nodiscard]] std::size_t left() const;

protected:
    /// Counts one as handed out. Requires: left() > 0.
    void hand_out();

private:
    friend Coroutine<Ref<FutureBase>> next_completed(CompletionsBase from,
                                                     std::source_location where);
    Ref<CompletionQueue> queue_;
};

/// The next that is done. Errors: TimeoutError.
[[nodiscard]] Coroutine<Ref<FutureBase>> next_completed(CompletionsBase from,
                                                        std::source_location where);
template <class T>
Coroutine<T> next_result(CompletionsBase from) {
    co_await StandAt(std::source_location());
    const Ref<FutureBase> future = co_await next_completed(std::move(from), {});
    if constexpr (std::is_void_v<T>) {
        take_result<void>(*future);
    } else {
        co_return take_result<T>(*future);
    }
}

}  // namespace detail

template <class T>
class Completions : public detail::CompletionsBase {
public:
    using CompletionsBase::CompletionsBase;

    /// The next task or future that is done; nullopt when all have been handed out. Errors:
    /// TimeoutError.
    [[nodiscard]] Coroutine<std::optional<Future<T>>> next(
        std::source_location where = std::source_location::current()) {
        co_await StandAt(where);
        if (left() == 0) {
            co_return std::nullopt;
        }
        hand_out();
        Ref<FutureBase> future = co_await detail::next_completed(*this, where);
        co_return Future<T>(std::move(future));
    }

    class Iterator {
    public:
        using difference_type = std::ptrdiff_t;
        using value_type = Coroutine<T>;
        explicit Iterator(Completions& owner) : owner_(&owner) {}
        /// Once per step.
        Coroutine<T> operator*() const {
            owner_->hand_out();
            return detail::next_result<T>(*owner_);
        }
        Iterator& operator++() { return *this; }
        void operator++(int) {}
        friend bool operator==(const Iterator& it, std::default_sentinel_t /*end*/) {
            return it.owner_->left() == 0;
        }

    private:
        Completions* owner_;
    };
    [[nodiscard]] Iterator begin() { return Iterator(*this); }
    [[nodiscard]] std::default_sentinel_t end() const { return {}; }
};

/// `awaitables`: coroutines, tasks or futures.
template <class A>
[[nodiscard]] Completions<detail::ResultOf<A>> as_completed(
    std::vector<A> awaitables, std::optional<Duration> timeout = std::nullopt,
    std::source_location where = std::source_location::current()) {
    std::vector<Ref<FutureBase>> futures;
    for (A& awaitable : awaitables) {
        futures.push_back(detail::ensure_future(std::move(awaitable), where));
    }
    return Completions<detail::ResultOf<A>>(std::move(futures), timeout, where);
}

}  // namespace coroscope
