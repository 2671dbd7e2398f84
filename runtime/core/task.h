// Task: a coroutine that the loop runs on its own (asyncio.Task). Creating one queues its first
// step; the creator goes on undisturbed. A Task is a Future: await it, ask it for its result,
// cancel it.
//
//     Task<int> worker = create_task(fetch(1), "worker-1");
//     const int value = co_await worker;
//
// Cancellation: cancel() asks whatever the task waits for to be cancelled, or else leaves a request
// that takes effect at the task's next suspension. The task sees CancelledError at its await and
// may clean up (and even await) before it ends.
// Source: CPython Lib/asyncio/tasks.py (3.13), Task.__step, Task.__wakeup, Task.cancel,
// Task.uncancel.
#pragma once

#include <optional>
#include <source_location>
#include <string>
#include <string_view>

#include "runtime/core/coroutine.h"
#include "runtime/core/future.h"
#include "runtime/core/value_text.h"

namespace coroscope {

class TaskBase : public FutureBase, public Handle {
public:
    /// Cancels the task; see above. False if it is done. Errors: RecursionError if it waits,
    /// through others, for itself.
    bool cancel(CancelMessage message) override;
    /// Open cancellation requests: cancel() adds one, uncancel() takes one back.
    [[nodiscard]] std::uint32_t cancelling() const { return cancel_requests_; }
    std::uint32_t uncancel();

    [[nodiscard]] TaskId id() const { return id_; }
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] std::int64_t wait_detail() const override { return id_; }
    [[nodiscard]] TaskBase* as_task() override { return this; }

    /// For FutureBase::completes_wait: the task goes on waiting for `on`.
    void wait_again(FutureBase& on);

    // Handle
    void run() override;  ///< one step
    [[nodiscard]] TaskId task_id() const override { return id_; }

protected:
    TaskBase(EventLoop& loop, PromiseBase& root, std::string_view name, std::source_location where);
    [[nodiscard]] WakeReason wake_reason() const override { return WakeReason::TaskEnded; }
    [[nodiscard]] PromiseBase& root() { return *root_; }
    /// Moves the coroutine's result here.
    virtual void take_value() = 0;
    /// The result as the trace shows it, "" if there is nothing to show.
    [[nodiscard]] virtual std::string value_text() const = 0;

private:
    friend class Suspension;
    friend class EventLoop;
    friend struct PromiseBase;
    friend void detail::enter(PromiseBase& caller, PromiseBase& callee);

    bool request_cancel(CancelMessage message);
    void run_coroutine();
    void suspended();
    void end(std::exception_ptr error);
    void abandon() noexcept;
    void destroy_frames() noexcept;
    void drop() override;

    PromiseBase* root_;
    PromiseBase* leaf_;            // the innermost coroutine: who goes on at the next step
    PromiseBase* next_ = nullptr;  // who goes on within this step
    FutureBase* waiting_on_ = nullptr;
    std::exception_ptr thrown_;  // raised at the await where the task stands, when it resumes
    TaskBase* older_ = nullptr;  // the loop's list of unfinished tasks
    TaskBase* newer_ = nullptr;
    std::string name_;
    TaskId id_;
    std::uint32_t cancel_requests_ = 0;
    CancelMessage request_message_ = nullptr;
    bool must_cancel_ = false;
    bool yielded_ = false;
};

template <class T>
class TypedTask final : public TaskBase {
public:
    TypedTask(EventLoop& loop, Promise<T>& root, std::string_view name, std::source_location where)
        : TaskBase(loop, root, name, where) {}
    void* value() override {
        if constexpr (std::is_void_v<T>) {
            return nullptr;
        } else {
            return &*value_;
        }
    }
    ~TypedTask() noexcept override = default;  // whatever T's says: nobody could catch it

private:
    void take_value() override {
        if constexpr (!std::is_void_v<T>) {
            value_.emplace(static_cast<Promise<T>&>(root()).take());
        }
    }
    [[nodiscard]] std::string value_text() const override {
        if constexpr (std::is_void_v<T>) {
            return "";
        } else {
            return to_value_text(*value_);
        }
    }
    struct Nothing {};
    std::conditional_t<std::is_void_v<T>, Nothing, std::optional<T>> value_;
};

template <class T = void>
class Task : public Future<T> {
public:
    explicit Task(Ref<FutureBase> state) : Future<T>(std::move(state)) {}
    [[nodiscard]] TaskId id() const { return base().id(); }
    [[nodiscard]] const std::string& name() const { return base().name(); }
    [[nodiscard]] std::uint32_t cancelling() const { return base().cancelling(); }
    std::uint32_t uncancel() { return base().uncancel(); }

private:
    [[nodiscard]] TaskBase& base() const { return static_cast<TaskBase&>(*this->state()); }
};

namespace detail {
/// Throws RuntimeError if no loop is running.
[[nodiscard]] EventLoop& loop_for_task();
}  // namespace detail

/// Makes the coroutine a task of the running loop. Unnamed tasks are called Task-1, Task-2, ...
/// Errors: RuntimeError if no loop is running or the coroutine has been used.
template <class T>
Task<T> create_task(Coroutine<T> coroutine, std::string_view name = {},
                    std::source_location where = std::source_location::current()) {
    EventLoop& loop =
        detail::loop_for_task();  // what may throw comes before the coroutine is given away
    return Task<T>(Ref<FutureBase>(new TypedTask<T>(loop, coroutine.release(), name, where)));
}

/// The task whose step is running; nullptr inside plain callbacks and outside a loop.
[[nodiscard]] TaskBase* current_task();

/// "worker-3"
[[nodiscard]] std::string name(std::string_view prefix, std::int64_t number);

}  // namespace coroscope
