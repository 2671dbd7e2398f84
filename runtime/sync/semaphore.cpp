#include "runtime/sync/semaphore.h"

namespace coroscope {

bool SemaphoreAwaiter::await_ready() {
    if (semaphore_.locked()) {
        return false;
    }
    --semaphore_.permits_;
    semaphore_.trace_acquired(false, semaphore_.permits_);
    return true;
}

void SemaphoreAwaiter::queue_up() {
    waiter_.emplace(semaphore_.loop(), WaitReason::Semaphore, WakeReason::PermitReleased,
                    semaphore_.object());
    semaphore_.waiters_.add(*waiter_);
}

bool SemaphoreAwaiter::await_resume() {
    if (suspended_task() == nullptr) {
        return true;
    }
    waiter_->leave();
    try {
        resumed();
        waiter_->require_not_orphaned();
    } catch (...) {
        if (!waiter_->orphaned()) {
            if (waiter_->done() && !waiter_->cancelled()) {
                ++semaphore_.permits_;  // it had been given a permit that it cannot use now
            }
            semaphore_.wake_up_as_many_as_allowed();
        }
        throw;
    }
    semaphore_.trace_acquired(true, semaphore_.permits_);
    semaphore_.wake_up_as_many_as_allowed();
    return true;
}

Semaphore::Semaphore(std::string_view name, std::int64_t permits, std::source_location where)
    : Semaphore(name, permits, INT64_MAX, where) {}

Semaphore::Semaphore(std::string_view name, std::int64_t permits, std::int64_t bound,
                     std::source_location where)
    : Resource(ResourceType::Semaphore, name, permits, where), permits_(permits), bound_(bound) {
    if (permits < 0) {
        throw ValueError("Semaphore initial value must be >= 0");
    }
}

void Semaphore::release(std::source_location where) {
    if (permits_ >= bound_) {
        throw ValueError("BoundedSemaphore released too many times");
    }
    ++permits_;
    trace_released(permits_, where);
    wake_up_next();
}

bool Semaphore::wake_up_next() {
    Waiter* const next = waiters_.first_pending();
    if (next != nullptr) {
        --permits_;
        next->set_done();
    }
    return next != nullptr;
}

void Semaphore::wake_up_as_many_as_allowed() {
    while (permits_ > 0 && wake_up_next()) {
    }
}

}  // namespace coroscope
