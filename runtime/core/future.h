// Future: a result that is not there yet (asyncio.Future): pending, finished (a result or an
// exception) or cancelled, for good. When it becomes done, each callback is queued separately, in
// order of registration; a task that awaits it is one of those callbacks, so it resumes one loop
// iteration later.
//
//     Future<int> answer("answer");
//     answer.set_result(42);
//     const int value = co_await answer;
//
// A Future<T> is a cheap handle: copies mean the same future, as names do in Python.
// Source: CPython Lib/asyncio/futures.py.
#pragma once

#include <coroutine>
#include <exception>
#include <functional>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "runtime/core/callback.h"
#include "runtime/core/error.h"
#include "runtime/core/frame_pool.h"
#include "runtime/core/handle.h"
#include "runtime/core/ref.h"
#include "runtime/core/value_text.h"

namespace coroscope {

class EventLoop;
class TaskBase;
struct PromiseBase;

/// The message of a cancellation, kept by the loop; nullptr = none.
using CancelMessage = const std::string*;

/// What every future, task, gather and waiting place has in common. Reference-counted where it is
/// shared; a Waiter lives in the frame of the task that waits.
class FutureBase : public Pooled {
public:
    explicit FutureBase(EventLoop& loop, WaitReason reason = WaitReason::Future,
                        ObjectId object = 0)
        : loop_(&loop), object_(object), reason_(reason) {}
    FutureBase(const FutureBase&) = delete;
    FutureBase& operator=(const FutureBase&) = delete;

    [[nodiscard]] bool done() const { return status_ != Status::Pending; }
    [[nodiscard]] bool cancelled() const { return status_ == Status::Cancelled; }
    /// Asks it to be cancelled. False if it is done already.
    virtual bool cancel(CancelMessage message);
    /// What result() would raise: the exception, a CancelledError, or null. Counts as retrieval.
    /// Requires: done().
    [[nodiscard]] std::exception_ptr retrieve_error();
    /// True if result() would raise. Requires: done().
    [[nodiscard]] bool has_error() const { return cancelled() || error_ != nullptr; }
    /// Requires: pending, else InvalidStateError.
    void set_error(std::exception_ptr error);
    /// Marks it finished; the value must be in place. Requires: pending, else InvalidStateError.
    void set_done();

    /// Runs `callback` once it is done; queued at once if it is already.
    void add_done_callback(Handle& callback);
    /// Requires: it is a callback of this future or of none.
    bool remove_done_callback(Handle& callback) { return callbacks_.remove(callback); }
    /// The same for a function, which is called in `context`.
    void add_done_function(std::function<void(const Ref<FutureBase>&)> function,
                           const void* identity, const std::string& name,
                           detail::ContextRef context);
    /// Takes out every function of this identity that is not queued yet; how many.
    std::size_t remove_done_functions(const void* identity);
    /// How many of the done callbacks are tasks that await it. Cost: O(callbacks).
    [[nodiscard]] std::int64_t waiting_tasks() const;

    /// The place of its value (a T, or nothing for void). Requires: finished without an exception.
    [[nodiscard]] virtual void* value() { return nullptr; }
    /// The `a` of the TaskSuspended event of a task that waits for it: a deadline, a TaskId.
    [[nodiscard]] virtual std::int64_t wait_detail() const { return 0; }
    /// The task that it is, nullptr for other futures.
    [[nodiscard]] virtual TaskBase* as_task() { return nullptr; }
    /// Asked when the waiting task's turn has come: false if it has to wait again (and has queued
    /// up again).
    [[nodiscard]] virtual bool completes_wait(TaskBase& /*task*/) { return true; }

    [[nodiscard]] EventLoop& loop() const { return *loop_; }
    [[nodiscard]] bool loop_records() const;
    [[nodiscard]] ObjectId object() const { return object_; }
    [[nodiscard]] WaitReason wait_reason() const { return reason_; }
    /// The message of the cancel() that ended it, or of the last request that its task took note of
    /// (asyncio's _cancel_message); nullptr if there is none. Slow.
    [[nodiscard]] CancelMessage cancel_message();
    /// Traces that a task that is over is awaited, which suspends nobody. Requires: done().
    void trace_awaited();
    /// Traces that a task that is over is asked for what came of it, if nobody was told before.
    /// Requires: done().
    void trace_asked() {
        if (!watched_) {
            watched_ = true;
            trace_taken(Taking::Asked);
        }
    }

    /// For going through futures of which some may come twice: false if it is marked already.
    bool mark() { return !std::exchange(marked_, true); }
    void unmark() { marked_ = false; }

    void retain() { ++references_; }
    void release() {
        if (--references_ == 0) {
            drop();
        }
    }

protected:
    virtual ~FutureBase() = default;
    enum class Status : std::uint8_t { Pending, Finished, Cancelled };

    /// Ends it, and queues its callbacks, the tasks among them as woken for `why`.
    void complete(Status status, WakeReason why);
    void discard_callbacks() noexcept;
    /// Makes a finished one pending again, for a waiter that found nothing.
    void rearm() { status_ = Status::Pending; }
    [[nodiscard]] virtual WakeReason wake_reason() const { return WakeReason::FutureSet; }
    void set_object(ObjectId object) { object_ = object; }
    [[nodiscard]] const std::exception_ptr& result_error() const { return error_; }
    void keep_error(std::exception_ptr error) { error_ = std::move(error); }
    void mark_unretrieved() { unretrieved_ = true; }
    /// The CancelledError that it keeps was raised by its code: it is handed out once.
    void mark_raised() { raised_ = true; }
    [[nodiscard]] bool unretrieved() const { return unretrieved_; }
    void forget_unretrieved() { unretrieved_ = false; }

private:
    virtual void drop();
    void trace_taken(Taking how);

    EventLoop* loop_;
    HandleList callbacks_;
    std::exception_ptr error_;  // of a cancelled one null until somebody asks, if without message
    std::uint32_t references_ = 0;
    ObjectId object_;
    Status status_ = Status::Pending;
    WaitReason reason_;
    bool unretrieved_ = false;
    bool raised_ = false;  // cancelled, by the CancelledError that is kept
    bool marked_ = false;
    bool watched_ = false;  // somebody was to be told of its end, or has asked what came of it
};

/// What every awaiter that can suspend its task has in common: the suspension, and what the task is
/// told when it resumes.
class Suspension {
public:
    explicit Suspension() = default;

protected:
    /// The task stops here until `on` is done.
    void suspend(PromiseBase& promise, FutureBase& on);
    // Defined in task.h:
    /// The task stops here until its turn comes again (a bare yield).
    inline void yield(PromiseBase& promise);
    /// Raises what was thrown into the task while it was suspended; nothing if it never was.
    inline void resumed();
    [[nodiscard]] TaskBase* suspended_task() const { return task_; }

private:
    TaskBase* task_ = nullptr;
};

/// The value of a done future, or its error. Counts as retrieval.
template <class T>
T take_result(FutureBase& future) {
    if (future.has_error()) [[unlikely]] {
        std::rethrow_exception(future.retrieve_error());
    }
    if constexpr (!std::is_void_v<T>) {
        T& value = *static_cast<T*>(future.value());
        if constexpr (std::is_copy_constructible_v<T>) {
            return value;
        } else {
            return std::move(value);
        }
    }
}

template <class T>
class FutureAwaiter : public Suspension {
public:
    explicit FutureAwaiter(Ref<FutureBase> future) : future_(std::move(future)) {}
    [[nodiscard]] bool await_ready() const {
        if (!future_->done()) {
            return false;
        }
        future_->trace_awaited();
        return true;
    }
    template <class P>
    void await_suspend(std::coroutine_handle<P> coroutine) {
        suspend(coroutine.promise(), *future_);
    }
    T await_resume() {
        resumed();
        return take_result<T>(*future_);
    }

private:
    Ref<FutureBase> future_;
};

template <class T>
class FutureState : public FutureBase {
public:
    using FutureBase::FutureBase;
    ~FutureState() noexcept override = default;  // whatever T's says: nobody could catch it
    void set(T value) {
        if (!done()) {
            value_.emplace(std::move(value));
        }
        set_done();
    }
    void* value() override { return &*value_; }

private:
    std::optional<T> value_;
};

template <>
class FutureState<void> : public FutureBase {
public:
    using FutureBase::FutureBase;
};

namespace detail {
/// Announces a future of a scenario in the trace. Throws RuntimeError if no loop is running.
[[nodiscard]] EventLoop& loop_for_future();
[[nodiscard]] ObjectId announce_future(EventLoop& loop, std::string_view name);
[[nodiscard]] CancelMessage keep_message(FutureBase& future, std::string_view message);
/// Traces that the program ends a future by hand; `value` is its result or error.
void trace_set(FutureBase& future, Notice how, TextId value, std::source_location where);
[[nodiscard]] TextId text_of(FutureBase& future, std::string_view text);
/// A value as the trace shows it, 0 if there is nothing to show.
template <class T>
TextId value_text(FutureBase& future, const T& value) {
    const TextId short_text = to_short_text(value);
    return short_text != 0 ? short_text : text_of(future, to_value_text(value));
}
template <class Handle>
void add_done_callback(FutureBase& future, const Callback<Handle>& callback,
                       const Context& context) {
    future.add_done_function([callback](const Ref<FutureBase>& state) { callback(Handle(state)); },
                             callback.identity(), callback.name(), context.cell());
}
}  // namespace detail

template <class T = void>
class Future {
public:
    using Result = T;
    /// Pending, of the running loop. Errors: RuntimeError if no loop is running.
    explicit Future(std::string_view name = "future") {
        EventLoop& loop = detail::loop_for_future();
        state_ = Ref<FutureBase>(
            new FutureState<T>(loop, WaitReason::Future, detail::announce_future(loop, name)));
    }
    explicit Future(Ref<FutureBase> state) : state_(std::move(state)) {}

    [[nodiscard]] bool done() const { return state_->done(); }
    [[nodiscard]] bool cancelled() const { return state_->cancelled(); }
    bool cancel(std::string_view message = {}) const {
        return state_->cancel(detail::keep_message(*state_, message));
    }
    /// Errors: its own exception; CancelledError; InvalidStateError if pending.
    T result() const {
        require_done();
        state_->trace_asked();
        return take_result<T>(*state_);
    }
    /// Null if it has a result. Errors: CancelledError; InvalidStateError if pending.
    [[nodiscard]] std::exception_ptr exception() const {
        require_done();
        state_->trace_asked();
        std::exception_ptr error = state_->retrieve_error();
        if (state_->cancelled()) {
            std::rethrow_exception(error);
        }
        return error;
    }
    /// Errors: InvalidStateError if done.
    template <class U = T>
        requires(!std::is_void_v<U>)
    void set_result(U value, std::source_location where = std::source_location::current()) const {
        if (!done() && state_->loop_records()) {
            const TextId text = detail::value_text(*state_, value);
            detail::trace_set(*state_, Notice::FutureSet, text, where);
        }
        static_cast<FutureState<T>&>(*state_).set(std::move(value));
    }
    void set_result(std::source_location where = std::source_location::current()) const
        requires std::is_void_v<T>
    {
        if (!done() && state_->loop_records()) {
            detail::trace_set(*state_, Notice::FutureSet, 0, where);
        }
        state_->set_done();
    }
    /// Errors: InvalidStateError if done.
    template <class E>
    void set_exception(E error,
                       std::source_location where = std::source_location::current()) const {
        set_exception(std::make_exception_ptr(std::move(error)), where);
    }
    void set_exception(std::exception_ptr error,
                       std::source_location where = std::source_location::current()) const {
        if (!done() && state_->loop_records()) {
            const TextId text = detail::text_of(*state_, describe(error));
            detail::trace_set(*state_, Notice::FutureFailed, text, where);
        }
        state_->set_error(std::move(error));
    }
    /// Calls `callback` with this future once it is done, in a copy of the caller's context (or in
    /// `context`); it is queued at once if it is done already.
    void add_done_callback(const Callback<Future>& callback) const {
        add_done_callback(callback, Context(detail::copy_of(detail::context_slot())));
    }
    void add_done_callback(const Callback<Future>& callback, const Context& context) const {
        detail::add_done_callback<Future>(*state_, callback, context);
    }
    /// Takes out every registration of `callback`; how many there were. What is queued stays.
    std::size_t remove_done_callback(const Callback<Future>& callback) const {
        return state_->remove_done_functions(callback.identity());
    }

    [[nodiscard]] FutureAwaiter<T> operator co_await() const { return FutureAwaiter<T>(state_); }
    [[nodiscard]] const Ref<FutureBase>& state() const { return state_; }
    /// True if both mean the same future.
    friend bool operator==(const Future& a, const Future& b) { return a.state_ == b.state_; }

private:
    void require_done() const {
        if (!state_->done()) {
            throw InvalidStateError("Result is not ready.");
        }
    }
    Ref<FutureBase> state_;
};

}  // namespace coroscope
