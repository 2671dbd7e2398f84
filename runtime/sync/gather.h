// gather: run several awaitables at once and wait for all of them (asyncio.gather).
//
//     auto [a, b] = co_await gather(fetch(1), fetch(2));             // results in argument order
//     std::vector<int> all = co_await gather(std::move(tasks));      // a vector of coroutines,
//     tasks or futures auto results = co_await gather(return_exceptions, fetch(1), fetch(2));  //
//     Result<T>: value or error
//
// Coroutines become tasks at once, in argument order. The first child to fail ends the gather with
// its error (the others run on); with return_exceptions it waits for all. Cancelling the gather, or
// the task that awaits it, asks every child in argument order. A child that ends cancelled counts
// as failed with CancelledError.
// Source: CPython Lib/asyncio/tasks.py (3.13), gather and _GatheringFuture.
#pragma once

#include <memory>
#include <source_location>
#include <tuple>
#include <type_traits>
#include <variant>
#include <vector>

#include "runtime/core/as_coroutine.h"
#include "runtime/core/event_loop.h"

namespace coroscope {

struct ReturnExceptions {};
inline constexpr ReturnExceptions return_exceptions{};

/// What came of one child of a gather that returns exceptions.
template <class T>
class Result {
public:
    using Value = std::conditional_t<std::is_void_v<T>, std::monostate, T>;
    explicit Result(Value value) : value_(std::move(value)) {}
    explicit Result(std::exception_ptr error) : error_(std::move(error)) {}
    [[nodiscard]] bool ok() const { return error_ == nullptr; }
    /// Errors: raises the child's error.
    [[nodiscard]] const Value& value() const {
        if (error_) {
            std::rethrow_exception(error_);
        }
        return *value_;
    }
    [[nodiscard]] const std::exception_ptr& error() const { return error_; }

private:
    std::optional<Value> value_;
    std::exception_ptr error_;
};

namespace detail {

template <class A>
using ResultOf = typename std::remove_cvref_t<A>::Result;
template <class T>
using NoVoid = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

/// The shared part of every gather: waits for the children.
class GatherBase : public FutureBase, public AtClose {
public:
    GatherBase(EventLoop& loop, bool return_errors);
    bool cancel(CancelMessage message) override;
    /// Begins to wait. Call once, when all children are in.
    void start();
    void reserve(std::size_t children) { children_.reserve(children); }
    void add(Ref<FutureBase> child) { children_.push_back(std::move(child)); }

protected:
    ~GatherBase() override;
    [[nodiscard]] FutureBase& child(std::size_t n) { return *children_[n]; }
    [[nodiscard]] std::size_t child_count() const { return children_.size(); }
    /// All children have ended: puts their results together.
    virtual void collect() = 0;

private:
    class ChildDone;
    void close() noexcept override;
    void child_done(FutureBase& child);
    void finish();
    [[nodiscard]] WakeReason wake_reason() const override { return WakeReason::ChildrenEnded; }

    std::vector<Ref<FutureBase>> children_;
    std::vector<std::unique_ptr<ChildDone>> callbacks_;
    std::size_t unique_ = 0;  // children given twice are waited for once
    std::size_t ended_ = 0;
    bool return_errors_;
    bool cancel_requested_ = false;
};

template <class T>
NoVoid<T> child_value(FutureBase& child) {
    if constexpr (std::is_void_v<T>) {
        take_result<void>(child);
        return {};
    } else {
        return take_result<T>(child);
    }
}
template <class T>
Result<T> child_result(FutureBase& child) {
    if (child.cancelled()) {  // with the message of its own cancel() only
        const CancelMessage message = child.cancel_message();
        return Result<T>(
            std::make_exception_ptr(CancelledError(message == nullptr ? "" : *message)));
    }
    if (child.has_error()) {
        return Result<T>(child.retrieve_error());
    }
    return Result<T>(child_value<T>(child));
}

template <class... Ts>
class GatherTuple final : public GatherBase {
public:
    using GatherBase::GatherBase;
    ~GatherTuple() noexcept override = default;
    using Results = std::tuple<NoVoid<Ts>...>;
    void* value() override { return &*results_; }

private:
    void collect() override { fill(std::index_sequence_for<Ts...>()); }
    template <std::size_t... I>
    void fill(std::index_sequence<I...> /*all*/) {
        results_.emplace(Results{child_value<Ts>(child(I))...});
    }
    std::optional<Results> results_;
};

template <class... Ts>
class GatherResults final : public GatherBase {
public:
    using GatherBase::GatherBase;
    ~GatherResults() noexcept override = default;
    using Results = std::tuple<Result<Ts>...>;
    void* value() override { return &*results_; }

private:
    void collect() override { fill(std::index_sequence_for<Ts...>()); }
    template <std::size_t... I>
    void fill(std::index_sequence<I...> /*all*/) {
        results_.emplace(Results{child_result<Ts>(child(I))...});
    }
    std::optional<Results> results_;
};

template <class T, bool kReturnErrors>
class GatherVector final : public GatherBase {
public:
    using GatherBase::GatherBase;
    ~GatherVector() noexcept override = default;
    using Item = std::conditional_t<kReturnErrors, Result<T>, NoVoid<T>>;
    void* value() override { return &results_; }

private:
    void collect() override {
        results_.reserve(child_count());
        for (std::size_t i = 0; i < child_count(); ++i) {
            if constexpr (kReturnErrors) {
                results_.push_back(child_result<T>(child(i)));
            } else {
                results_.push_back(child_value<T>(child(i)));
            }
        }
    }
    std::vector<Item> results_;
};

template <class T>
Ref<FutureBase> ensure_future(Coroutine<T>&& coroutine, std::source_location where) {
    return create_task(std::move(coroutine), {}, where).state();
}
template <class T>
Ref<FutureBase> ensure_future(const Future<T>& future, std::source_location /*where*/) {
    return future.state();
}

template <Awaiter A>
Ref<FutureBase> ensure_future(A&& awaiter, std::source_location where) {
    return create_task(std::move(awaiter), {}, where).state();
}

template <class State, class... Awaitables>
Ref<FutureBase> start_gather([[maybe_unused]] std::source_location where, bool return_errors,
                             Awaitables&&... awaitables) {
    auto* const state = new State(EventLoop::running(), return_errors);
    Ref<FutureBase> gathered(state);
    (state->add(ensure_future(std::forward<Awaitables>(awaitables), where)), ...);
    state->start();
    return gathered;
}
template <class State, class A>
Ref<FutureBase> start_gather_all(std::source_location where, bool return_errors,
                                 std::vector<A> awaitables) {
    auto* const state = new State(EventLoop::running(), return_errors);
    Ref<FutureBase> gathered(state);
    state->reserve(awaitables.size());
    for (A& awaitable : awaitables) {
        state->add(ensure_future(std::move(awaitable), where));
    }
    state->start();
    return gathered;
}

template <class... As>
struct GatherTraits {
    using State = GatherTuple<ResultOf<As>...>;
    using Results = typename State::Results;
};
template <class... As>
struct GatherTraits<ReturnExceptions, As...> {
    using State = GatherResults<ResultOf<As>...>;
    using Results = typename State::Results;
};
template <class A>
struct GatherTraits<std::vector<A>> {
    using State = GatherVector<ResultOf<A>, false>;
    using Results = std::vector<typename State::Item>;
};
template <class A>
struct GatherTraits<ReturnExceptions, std::vector<A>> {
    using State = GatherVector<ResultOf<A>, true>;
    using Results = std::vector<typename State::Item>;
};

}  // namespace detail

// A class, so that a defaulted source_location can stand behind the arguments; it is used as a
// function, hence its name. NOLINTBEGIN(readability-identifier-naming)
template <class... As>
class gather : public Future<typename detail::GatherTraits<As...>::Results> {
    using Traits = detail::GatherTraits<As...>;
    using Base = Future<typename Traits::Results>;

public:
    explicit gather(As... awaitables, std::source_location where = std::source_location::current())
        : Base(detail::start_gather<typename Traits::State>(where, false,
                                                            std::move(awaitables)...)) {}
};
template <class... As>
class gather<ReturnExceptions, As...>
    : public Future<typename detail::GatherTraits<ReturnExceptions, As...>::Results> {
    using Traits = detail::GatherTraits<ReturnExceptions, As...>;
    using Base = Future<typename Traits::Results>;

public:
    explicit gather(ReturnExceptions /*tag*/, As... awaitables,
                    std::source_location where = std::source_location::current())
        : Base(detail::start_gather<typename Traits::State>(where, true,
                                                            std::move(awaitables)...)) {}
};
template <class A>
class gather<std::vector<A>>
    : public Future<typename detail::GatherTraits<std::vector<A>>::Results> {
    using Traits = detail::GatherTraits<std::vector<A>>;
    using Base = Future<typename Traits::Results>;

public:
    explicit gather(std::vector<A> awaitables,
                    std::source_location where = std::source_location::current())
        : Base(detail::start_gather_all<typename Traits::State>(where, false,
                                                                std::move(awaitables))) {}
};
template <class A>
class gather<ReturnExceptions, std::vector<A>>
    : public Future<typename detail::GatherTraits<ReturnExceptions, std::vector<A>>::Results> {
    using Traits = detail::GatherTraits<ReturnExceptions, std::vector<A>>;
    using Base = Future<typename Traits::Results>;

public:
    explicit gather(ReturnExceptions /*tag*/, std::vector<A> awaitables,
                    std::source_location where = std::source_location::current())
        : Base(detail::start_gather_all<typename Traits::State>(where, true,
                                                                std::move(awaitables))) {}
};

template <class... As>
gather(As...) -> gather<As...>;
// NOLINTEND(readability-identifier-naming)

}  // namespace coroscope
