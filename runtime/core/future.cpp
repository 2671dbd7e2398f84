#include "runtime/core/future.h"

#include "runtime/core/event_loop.h"

namespace coroscope {

namespace {

/// A function among the done callbacks. It holds its future once it is queued.
class DoneFunction final : public Handle, public Pooled {
public:
    DoneFunction(std::function<void(const Ref<FutureBase>&)> function, const void* identity,
                 TextId name, detail::ContextRef context)
        : function_(std::move(function)),
          identity_(identity),
          context_(std::move(context)),
          name_(name) {}
    void queued_by(FutureBase& future) override {
        future_ = Ref<FutureBase>(&future);
        const TaskBase* const task = future.as_task();
        number_ = future.loop().callback_scheduled(name_, {}, task == nullptr ? 0 : task->id());
    }
    void run() override {
        const std::unique_ptr<DoneFunction> alive(this);
        future_->loop().run_callback([this] { function_(future_); }, context_, number_, name_);
    }
    void discard() noexcept override { delete this; }
    [[nodiscard]] const void* identity() const override { return identity_; }

private:
    std::function<void(const Ref<FutureBase>&)> function_;
    const void* identity_;
    detail::ContextRef context_;
    Ref<FutureBase> future_;
    TextId name_;
    ObjectId number_ = 0;
};

}  // namespace

bool FutureBase::loop_records() const { return loop_->recording(); }

bool FutureBase::cancel(CancelMessage message) {
    unretrieved_ = false;
    if (done()) {
        return false;
    }
    if (message != nullptr) {
        error_ = std::make_exception_ptr(CancelledError(*message));
    }
    complete(Status::Cancelled, WakeReason::Cancelled);
    return true;
}

std::exception_ptr FutureBase::retrieve_error() {
    unretrieved_ = false;
    if (raised_) {
        // The CancelledError that ended a task is handed out once; who asks later sees a new one,
        // with the message of its own cancel() only (asyncio's _make_cancelled_error).
        raised_ = false;
        return std::exchange(error_, nullptr);
    }
    return cancelled() && !error_ ? std::make_exception_ptr(CancelledError()) : error_;
}

CancelMessage FutureBase::cancel_message() {
    if (TaskBase* const task = as_task(); task != nullptr && !cancelled()) {
        return task->request_message();
    }
    if (!cancelled() || !error_ || raised_) {
        return nullptr;
    }
    try {
        std::rethrow_exception(error_);
    } catch (const CancelledError& error) {
        return loop_->keep_message(error.message());
    }
}

void FutureBase::set_error(std::exception_ptr error) {
    if (done()) {
        throw InvalidStateError("the future is done already: its exception cannot be set");
    }
    error_ = std::move(error);
    unretrieved_ = true;
    complete(Status::Finished, wake_reason());
}

void FutureBase::set_done() {
    if (done()) {
        throw InvalidStateError("the future is done already: its result cannot be set");
    }
    complete(Status::Finished, wake_reason());
}

void FutureBase::complete(Status status, WakeReason why) {
    status_ = status;
    while (Handle* const handle = callbacks_.take()) {
        if (const TaskId task = handle->task_id(); task != 0) {
            loop_->record(EventKind::TaskReady, task, object_, static_cast<std::uint8_t>(why),
                          loop_->current_task_id());
        } else {
            handle->queued_by(*this);
        }
        loop_->call_soon(*handle);
    }
}

std::int64_t FutureBase::waiting_tasks() const {
    std::int64_t tasks = 0;
    for (const Handle* handle = callbacks_.first(); handle != nullptr;
         handle = HandleList::after(*handle)) {
        tasks += handle->task_id() != 0 ? 1 : 0;
    }
    return tasks;
}

void FutureBase::discard_callbacks() noexcept {
    while (Handle* const handle = callbacks_.take()) {
        handle->discard();
    }
}

void FutureBase::trace_awaited() {
    watched_ = true;
    trace_taken(Taking::Awaited);
}

void FutureBase::trace_taken(Taking how) {
    // Where the program stands: its loop may be another one, and this one be closed.
    EventLoop* const loop = EventLoop::running_or_null();
    if (const TaskBase* const task = as_task(); task != nullptr && loop != nullptr) {
        loop->record(EventKind::ResultTaken, loop->current_task_id(), 0,
                     static_cast<std::uint8_t>(how), task->id(), 0, loop->await_site());
    }
}

void FutureBase::add_done_callback(Handle& callback) {
    watched_ = true;
    if (done()) {
        callback.queued_by(*this);
        loop_->call_soon(callback);
    } else {
        callbacks_.add(callback);
    }
}

void FutureBase::add_done_function(std::function<void(const Ref<FutureBase>&)> function,
                                   const void* identity, const std::string& name,
                                   detail::ContextRef context) {
    loop_->require_open();
    add_done_callback(
        *new DoneFunction(std::move(function), identity, loop_->text(name), std::move(context)));
}

std::size_t FutureBase::remove_done_functions(const void* identity) {
    std::size_t removed = 0;
    for (Handle* handle = callbacks_.first(); handle != nullptr;) {
        Handle* const next = HandleList::after(*handle);
        if (handle->identity() == identity) {
            callbacks_.remove(*handle);
            handle->discard();
            ++removed;
        }
        handle = next;
    }
    return removed;
}

void FutureBase::drop() {
    // Nobody can look at it any more: an error that nobody has seen is reported now, as when Python
    // drops the object.
    if (unretrieved_ && EventLoop::is_open(loop_)) {
        loop_->call_exception_handler(
            {"Future exception was never retrieved", error_, 0, Report::NeverRetrieved});
    }
    discard_callbacks();
    delete this;
}

void Suspension::suspend(PromiseBase& promise, FutureBase& on) {
    task_ = promise.task;
    task_->leaf_ = &promise;
    if (&on == task_) {
        task_->thrown_ =
            std::make_exception_ptr(RuntimeError("Task cannot await on itself: " + task_->name()));
        task_->yielded_ = true;
        return;
    }
    if (&on.loop() != &task_->loop()) {
        task_->thrown_ = std::make_exception_ptr(
            RuntimeError("Task " + task_->name() +
                         " awaits a future attached to a different loop: hand it over with "
                         "call_soon_threadsafe or run_coroutine_threadsafe"));
        task_->yielded_ = true;
        return;
    }
    task_->waiting_on_ = &on;
    on.add_done_callback(*task_);
}

namespace detail {

EventLoop& loop_for_future() { return EventLoop::running(); }

ObjectId announce_future(EventLoop& loop, std::string_view name) {
    return loop.create_resource(ResourceType::Future, name, 0, {});
}

CancelMessage keep_message(FutureBase& future, std::string_view message) {
    return message.empty() ? nullptr : future.loop().keep_message(message);
}

TextId text_of(FutureBase& future, std::string_view text) { return future.loop().text(text); }

void trace_set(FutureBase& future, Notice how, TextId value, std::source_location where) {
    EventLoop& loop = future.loop();
    if (future.object() != 0) {
        loop.record(EventKind::ResourceNotified, loop.current_task_id(), future.object(),
                    static_cast<std::uint8_t>(how), future.waiting_tasks(), value,
                    loop.site(where));
    }
}

}  // namespace detail

}  // namespace coroscope
