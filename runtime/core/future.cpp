#include "runtime/core/future.h"

#include "runtime/core/event_loop.h"

namespace coroscope {

bool FutureBase::cancel(CancelMessage message) {
    unretrieved_ = false;
    if (done()) {
        return false;
    }
    message_ = message;
    complete(Status::Cancelled, WakeReason::Cancelled);
    return true;
}

std::exception_ptr FutureBase::retrieve_error() {
    unretrieved_ = false;
    if (cancelled() && !error_) {
        error_ = std::make_exception_ptr(CancelledError(message_ == nullptr ? "" : *message_));
    }
    return error_;
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
        }
        loop_->call_soon(*handle);
    }
}

void FutureBase::discard_callbacks() noexcept {
    while (Handle* const handle = callbacks_.take()) {
        handle->discard();
    }
}

void FutureBase::add_done_callback(Handle& callback) {
    if (done()) {
        loop_->call_soon(callback);
    } else {
        callbacks_.add(callback);
    }
}

void FutureBase::drop() {
    // Nobody can look at it any more: an error that nobody has seen is reported now, as when Python
    // drops the object.
    if (unretrieved_ && EventLoop::running_or_null() == loop_) {
        loop_->report(Report::NeverRetrieved,
                      "Future exception was never retrieved: " + describe(error_));
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
    task_->waiting_on_ = &on;
    on.add_done_callback(*task_);
}

void Suspension::yield(PromiseBase& promise) {
    task_ = promise.task;
    task_->leaf_ = &promise;
    task_->yielded_ = true;
}

void Suspension::resumed() {
    if (task_ != nullptr) {
        if (std::exception_ptr thrown = std::exchange(task_->thrown_, nullptr)) {
            std::rethrow_exception(thrown);
        }
    }
}

namespace detail {

EventLoop& loop_for_future() { return EventLoop::running(); }

ObjectId announce_future(EventLoop& loop, std::string_view name) {
    return loop.create_resource(ResourceType::Future, name, 0, {});
}

CancelMessage keep_message(FutureBase& future, std::string_view message) {
    return message.empty() ? nullptr : future.loop().keep_message(message);
}

}  // namespace detail

}  // namespace coroscope
