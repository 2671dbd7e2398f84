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
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "runtime/core/error.h"
#include "runtime/core/frame_pool.h"
#include "runtime/core/handle.h"

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
    /// Requires: pending, else InvalidStateError.
    void set_error(std::exception_ptr error);
    /// Marks it finished; the value must be in place. Requires: pending, else InvalidStateError.
    void set_done();

    /// Runs `callback` once it is done; queued at once if it is already.
    void add_done_callback(Handle& callback);
    bool remove_done_callback(Handle& callback) { return callbacks_.remove(callback); }

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
    [[nodiscard]] ObjectId object() const { return object_; }
    [[nodiscard]] WaitReason wait_reason() const { return reason_; }
    [[nodiscard]] CancelMessage cancel_message() const { return message_; }

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
    void keep_error(std::exception_ptr error) { error_ = std::move(error); }
    void keep_message(CancelMessage message) { message_ = message; }
    void mark_unretrieved() { unretrieved_ = true; }
    [[nodiscard]] bool unretrieved() const { return unretrieved_; }
    void forget_unretrieved() { unretrieved_ = false; }

private:
    virtual void drop();

    EventLoop* loop_;
    CallbackList callbacks_;
    std::exception_ptr error_;
    CancelMessage message_ = nullptr;
    std::uint32_t references_ = 0;
    ObjectId object_;
    Status status_ = Status::Pending;
    WaitReason reason_;
    bool unretrieved_ = false;
};

/// Shared ownership of a FutureBase or of what derives from it.
template <class T>
class Ref {
public:
    Ref() = default;
    explicit Ref(T* object) : object_(object) { retain(); }
    Ref(const Ref& other) : object_(other.object_) { retain(); }
    Ref(Ref&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
    Ref& operator=(Ref other) noexcept {
        std::swap(object_, other.object_);
        return *this;
    }
    ~Ref() {
        if (object_ != nullptr) {
            std::exchange(object_, nullptr)->release();
        }
    }
    T* operator->() const { return object_; }
    T& operator*() const { return *object_; }
    [[nodiscard]] T* get() const { return object_; }
    explicit operator bool() const { return object_ != nullptr; }
    friend bool operator==(const Ref&, const Ref&) = default;

private:
    void retain() {
        if (object_ != nullptr) {
            object_->retain();
        }
    }
    T* object_ = nullptr;
};

/// What every awaiter that can suspend its task has in common: the suspension, and what the task is
/// told when it resumes.
class Suspension {
public:
    explicit Suspension() = default;

protected:
    /// The task stops here until `on` is done.
    void suspend(PromiseBase& promise, FutureBase& on);
    /// The task stops here until its turn comes again (a bare yield).
    void yield(PromiseBase& promise);
    /// Raises what was thrown into the task while it was suspended; nothing if it never was.
    void resumed();
    [[nodiscard]] TaskBase* suspended_task() const { return task_; }

private:
    TaskBase* task_ = nullptr;
};

/// The value of a done future, or its error. Counts as retrieval.
template <class T>
T take_result(FutureBase& future) {
    if (std::exception_ptr error = future.retrieve_error()) {
        std::rethrow_exception(error);
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
    [[nodiscard]] bool await_ready() const { return future_->done(); }
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
    bool cancel(std::string_view message = {}) {
        return state_->cancel(detail::keep_message(*state_, message));
    }
    /// Errors: its own exception; CancelledError; InvalidStateError if pending.
    T result() const {
        require_done();
        return take_result<T>(*state_);
    }
    /// Null if it has a result. Errors: CancelledError; InvalidStateError if pending.
    [[nodiscard]] std::exception_ptr exception() const {
        require_done();
        std::exception_ptr error = state_->retrieve_error();
        if (state_->cancelled()) {
            std::rethrow_exception(error);
        }
        return error;
    }
    /// Errors: InvalidStateError if done.
    template <class U = T>
        requires(!std::is_void_v<U>)
    void set_result(U value) {
        static_cast<FutureState<T>&>(*state_).set(std::move(value));
    }
    void set_result()
        requires std::is_void_v<T>
    {
        state_->set_done();
    }
    /// Errors: InvalidStateError if done.
    template <class E>
    void set_exception(E error) {
        state_->set_error(std::make_exception_ptr(std::move(error)));
    }

    [[nodiscard]] FutureAwaiter<T> operator co_await() const { return FutureAwaiter<T>(state_); }
    [[nodiscard]] const Ref<FutureBase>& state() const { return state_; }

private:
    void require_done() const {
        if (!state_->done()) {
            throw InvalidStateError("Result is not ready.");
        }
    }
    Ref<FutureBase> state_;
};

}  // namespace coroscope
