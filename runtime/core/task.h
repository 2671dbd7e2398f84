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

#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/core/context.h"
#include "runtime/core/coroutine.h"
#include "runtime/core/future.h"
#include "runtime/core/value_text.h"

namespace coroscope {

class TaskBase : public Handle, public FutureBase {
public:
    /// Cancels the task; see above. False if it is done. Errors: RecursionError if it waits,
    /// through others, for itself.
    bool cancel(CancelMessage message) override;
    /// Open cancellation requests: cancel() adds one, uncancel() takes one back.
    [[nodiscard]] std::uint32_t cancelling() const {
        return rare_ == nullptr ? 0 : rare_->cancel_requests;
    }
    std::uint32_t uncancel();

    [[nodiscard]] TaskId id() const { return id_; }
    [[nodiscard]] std::string name() const;
    void set_name(std::string_view name);
    /// Of the last cancellation request that found nothing to cancel; nullptr if it had none.
    [[nodiscard]] CancelMessage request_message() const {
        return rare_ == nullptr ? nullptr : rare_->request_message;
    }
    [[nodiscard]] detail::ContextRef& context() { return context_; }
    [[nodiscard]] std::int64_t wait_detail() const override { return id_; }
    [[nodiscard]] TaskBase* as_task() override { return this; }

    /// For FutureBase::completes_wait: the task goes on waiting for `on`.
    void wait_again(FutureBase& on);

    // Handle
    void run() override;  ///< one step
    [[nodiscard]] TaskId task_id() const override { return id_; }

protected:
    TaskBase(EventLoop& loop, PromiseBase& root, std::string_view name, detail::ContextRef context,
             std::source_location where);
    [[nodiscard]] WakeReason wake_reason() const override { return WakeReason::TaskEnded; }
    [[nodiscard]] PromiseBase& root() { return *root_; }
    /// Moves the coroutine's result here.
    virtual void take_value() = 0;
    /// The result as the trace shows it, 0 if there is nothing to show.
    [[nodiscard]] virtual TextId value_text() = 0;

private:
    friend class Suspension;
    friend class EventLoop;
    friend struct PromiseBase;
    friend void detail::enter(PromiseBase& caller, PromiseBase& callee);

    /// What few tasks have.
    struct Rare {
        std::string name;
        CancelMessage request_message = nullptr;
        std::uint32_t cancel_requests = 0;
    };
    [[nodiscard]] Rare& rare() {
        if (rare_ == nullptr) {
            rare_ = std::make_unique<Rare>();
        }
        return *rare_;
    }
    [[nodiscard]] std::exception_ptr requested_error() const;
    bool request_cancel(CancelMessage message);
    void trace_cancel(CancelRequest what, CancelMessage message);
    /// Takes over what will be raised at its await. False if that ends it: it was cancelled before
    /// its first step, and none of its code runs.
    bool take_thrown(FutureBase* waited);
    void run_coroutine();
    void suspended();
    void end(std::exception_ptr error);
    void abandon() noexcept;
    void destroy_frames() noexcept;
    void drop() override;

    bool must_cancel_ = false;
    bool yielded_ = false;
    TaskId id_;
    std::uint32_t number_ = 0;  // of "Task-<number>"; 0: it has a name of its own
    PromiseBase* root_;
    PromiseBase* leaf_;  // the innermost coroutine: who goes on
    FutureBase* waiting_on_ = nullptr;
    std::exception_ptr thrown_;  // raised at the await where the task stands, when it resumes
    TaskBase* older_ = nullptr;  // the loop's list of unfinished tasks
    TaskBase* newer_ = nullptr;
    detail::ContextRef context_;  // null: nothing is set in it
    std::unique_ptr<Rare> rare_;
};

template <class T>
class TypedTask final : public TaskBase {
public:
    TypedTask(EventLoop& loop, Promise<T>& root, std::string_view name, detail::ContextRef context,
              std::source_location where)
        : TaskBase(loop, root, name, std::move(context), where) {}
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
    [[nodiscard]] TextId value_text() override {
        if constexpr (std::is_void_v<T>) {
            return 0;
        } else {
            return detail::value_text(*this, *value_);
        }
    }
    struct Nothing {};
    [[no_unique_address]] std::conditional_t<std::is_void_v<T>, Nothing, std::optional<T>> value_;
};

inline void Suspension::yield(PromiseBase& promise) {
    task_ = promise.task;
    task_->leaf_ = &promise;
    task_->yielded_ = true;
}

inline void Suspension::resumed() {
    if (task_ != nullptr && task_->thrown_) [[unlikely]] {
        std::rethrow_exception(std::exchange(task_->thrown_, nullptr));
    }
}

template <class T = void>
class Task : public Future<T> {
public:
    explicit Task(Ref<FutureBase> state) : Future<T>(std::move(state)) {}
    [[nodiscard]] TaskId id() const { return base().id(); }
    [[nodiscard]] std::string name() const { return base().name(); }
    void set_name(std::string_view name) const { base().set_name(name); }
    [[nodiscard]] std::uint32_t cancelling() const { return base().cancelling(); }
    std::uint32_t uncancel() const { return base().uncancel(); }
    /// See Future; the callback is given the task.
    void add_done_callback(const Callback<Task>& callback) const {
        add_done_callback(callback, Context(detail::copy_of(detail::context_slot())));
    }
    void add_done_callback(const Callback<Task>& callback, const Context& context) const {
        detail::add_done_callback<Task>(*this->state(), callback, context);
    }
    std::size_t remove_done_callback(const Callback<Task>& callback) const {
        return this->state()->remove_done_functions(callback.identity());
    }

private:
    [[nodiscard]] TaskBase& base() const { return static_cast<TaskBase&>(*this->state()); }
};

namespace detail {
/// Throws RuntimeError if no loop is running.
[[nodiscard]] inline EventLoop& loop_for_task();
}  // namespace detail

/// Makes the coroutine a task of the running loop. Unnamed tasks are called Task-2, Task-3, ...
/// (main is the first). It works on a copy of the creator's context, or in `context` itself.
/// Errors: RuntimeError if no loop is running or the coroutine has been used.
template <class T>
Task<T> create_task(Coroutine<T> coroutine, std::string_view name, const Context& context,
                    std::source_location where = std::source_location::current()) {
    EventLoop& loop =
        detail::loop_for_task();  // what may throw comes before the coroutine is given away
    return Task<T>(
        Ref<FutureBase>(new TypedTask<T>(loop, coroutine.release(), name, context.cell(), where)));
}
template <class T>
Task<T> create_task(Coroutine<T> coroutine, std::string_view name = {},
                    std::source_location where = std::source_location::current()) {
    EventLoop& loop = detail::loop_for_task();
    return Task<T>(Ref<FutureBase>(new TypedTask<T>(
        loop, coroutine.release(), name, detail::copy_of(detail::context_slot()), where)));
}

/// The task whose step is running; nullptr inside plain callbacks and outside a loop.
[[nodiscard]] TaskBase* current_task();

/// The unfinished tasks of the running loop, in order of creation. Awaiting one gives no value.
/// Errors: RuntimeError if no loop is running.
[[nodiscard]] std::vector<Task<>> all_tasks();

/// "worker-3"
[[nodiscard]] std::string name(std::string_view prefix, std::int64_t number);

}  // namespace coroscope
