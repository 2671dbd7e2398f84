#include "runtime/sync/timeout.h"

namespace coroscope {

namespace {

std::optional<Duration> deadline(std::optional<Duration> after) {
    if (!after) {
        return std::nullopt;
    }
    const Nanoseconds now = EventLoop::running().now();
    return Duration(after->count() > INT64_MAX - now ? INT64_MAX : now + after->count());
}

}  // namespace

Timeout::Timeout(std::optional<Duration> after) : Timeout(At{deadline(after)}) {}

Timeout::Timeout(Timeout&& other) : when_(other.when_), alarm_(*this) {
    if (other.state_ != State::Created) {
        throw RuntimeError("a Timeout cannot be moved after it has been entered");
    }
}

Timeout::~Timeout() {
    if (loop_ != nullptr) {
        loop_->cancel_timer(alarm_);
    }
}

void Timeout::reschedule(std::optional<Duration> when) {
    switch (state_) {
    case State::Active: break;
    case State::Created:
        throw RuntimeError("Timeout has not been entered: reschedule it inside its block");
    case State::Expiring:
        throw RuntimeError("Cannot change state of expiring Timeout: its deadline has come");
    case State::Expired: throw RuntimeError("Cannot change state of expired Timeout");
    case State::Finished: throw RuntimeError("Cannot change state of finished Timeout");
    }
    when_ = when;
    loop_->cancel_timer(alarm_);
    set_alarm();
}

void Timeout::set_alarm() {
    if (!when_) {
        return;
    }
    if (when_->count() <= loop_->now()) {
        loop_->call_soon_timer(alarm_, task_->id(), loop_->await_site());
    } else {
        loop_->call_at(alarm_, when_->count(), task_->id(), loop_->await_site());
    }
}

void Timeout::enter() {
    if (state_ != State::Created) {
        throw RuntimeError("Timeout has already been entered: make a new one for each block");
    }
    EventLoop& loop = EventLoop::running();
    if (loop.current_task() == nullptr) {
        throw RuntimeError("Timeout should be used inside a task");
    }
    state_ = State::Active;
    loop_ = &loop;
    task_ = loop.current_task();
    requests_before_ = task_->cancelling();
    set_alarm();
}

void Timeout::leave(const std::exception_ptr& error) {
    loop_->cancel_timer(alarm_);
    if (state_ == State::Active) {
        state_ = State::Finished;
    } else if (state_ == State::Expiring) {
        state_ = State::Expired;
        if (task_->uncancel() <= requests_before_ && is_cancellation(error)) {
            throw TimeoutError();
        }
    }
}

void Timeout::exit(const std::exception_ptr& error) {
    leave(error);
    if (error) {
        std::rethrow_exception(error);
    }
}

void Timeout::Alarm::fire() {
    owner_.state_ = State::Expiring;
    owner_.task_->cancel(nullptr);
}

}  // namespace coroscope
