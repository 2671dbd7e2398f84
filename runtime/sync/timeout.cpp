#include "runtime/sync/timeout.h"

namespace coroscope {

Timeout::~Timeout() {
    if (loop_ != nullptr) {
        loop_->cancel_timer(alarm_);
    }
}

void Timeout::enter() {
    loop_ = &EventLoop::running();
    task_ = loop_->current_task();
    if (task_ == nullptr) {
        throw RuntimeError("Timeout should be used inside a task");
    }
    requests_before_ = task_->cancelling();
    if (after_ <= Duration::zero()) {
        loop_->call_soon_timer(alarm_, task_->id(), loop_->await_site());
    } else {
        const Nanoseconds now = loop_->now();
        loop_->call_at(alarm_, after_.count() > INT64_MAX - now ? INT64_MAX : now + after_.count(),
                       task_->id(), loop_->await_site());
    }
}

void Timeout::exit(const std::exception_ptr& error) {
    loop_->cancel_timer(alarm_);
    if (expired_ && task_->uncancel() <= requests_before_ && is_cancellation(error)) {
        throw TimeoutError();
    }
    if (error) {
        std::rethrow_exception(error);
    }
}

void Timeout::Alarm::fire() {
    owner_.expired_ = true;
    owner_.task_->cancel(nullptr);
}

}  // namespace coroscope
