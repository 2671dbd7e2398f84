#include "runtime/sync/lock.h"

namespace coroscope {

bool LockAwaiter::await_ready() {
    if (lock_.locked_ || lock_.waiters_.anybody_uncancelled()) {
        return false;
    }
    lock_.locked_ = true;
    lock_.trace_acquired(false, 0);
    return true;
}

void LockAwaiter::queue_up() {
    waiter_.emplace(lock_.loop(), WaitReason::Lock, WakeReason::LockReleased, lock_.object());
    lock_.waiters_.add(*waiter_);
}

bool LockAwaiter::await_resume() {
    if (suspended_task() == nullptr) {
        return true;
    }
    waiter_->leave();
    try {
        resumed();
        waiter_->require_not_orphaned();
    } catch (...) {
        if (!waiter_->orphaned() && !lock_.locked_) {
            lock_.wake_up_first();
        }
        throw;
    }
    lock_.locked_ = true;
    lock_.trace_acquired(true, 0);
    return true;
}

void Lock::release(std::source_location where) {
    if (!locked_) {
        throw RuntimeError("Lock is not acquired.");
    }
    locked_ = false;
    trace_released(1, where);
    wake_up_first();
}

void Lock::wake_up_first() {
    if (Waiter* const first = waiters_.first(); first != nullptr && !first->done()) {
        first->set_done();
    }
}

}  // namespace coroscope
