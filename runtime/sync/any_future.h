// AnyFuture: a task or future whose result type does not matter, so that a vector can hold
// different ones. It compares equal to the handles of the same future.
//
//     const std::vector<AnyFuture> all = futures_of(fetch_text, fetch_number);
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/core/task.h"

namespace coroscope {

class AnyFuture {
public:
    template <class T>
    AnyFuture(const Future<T>& future) : state_(future.state()) {}  // implicit: it is a handle, too
    explicit AnyFuture(Ref<FutureBase> state) : state_(std::move(state)) {}

    [[nodiscard]] bool done() const { return state_->done(); }
    [[nodiscard]] bool cancelled() const { return state_->cancelled(); }
    bool cancel(std::string_view message = {}) const {
        return state_->cancel(detail::keep_message(*state_, message));
    }
    /// Null if it has a result. Errors: CancelledError; InvalidStateError if pending.
    [[nodiscard]] std::exception_ptr exception() const { return Future<void>(state_).exception(); }
    /// A task's, "" for other futures.
    [[nodiscard]] std::string name() const {
        const TaskBase* const task = state_->as_task();
        return task == nullptr ? "" : task->name();
    }
    [[nodiscard]] const Ref<FutureBase>& state() const { return state_; }

    friend bool operator==(const AnyFuture& a, const AnyFuture& b) { return a.state_ == b.state_; }

private:
    Ref<FutureBase> state_;
};

template <class... Ts>
[[nodiscard]] std::vector<AnyFuture> futures_of(const Future<Ts>&... futures) {
    std::vector<AnyFuture> all;
    all.reserve(sizeof...(futures));
    (all.emplace_back(futures), ...);
    return all;
}

}  // namespace coroscope
