// Waiter: one place in the queue in front of a lock, queue or event: a future that lives in the
// awaiter, so in the frame of the task that waits. WaiterList: that queue, first come first served.
#pragma once

#include "runtime/core/future.h"

namespace coroscope {

class WaiterList;

class Waiter : public FutureBase {
public:
    Waiter(EventLoop& loop, WaitReason reason, WakeReason wake, ObjectId object)
        : FutureBase(loop, reason, object), wake_(wake) {}
    ~Waiter() override { leave(); }

    /// Lets its task go on. Requires: not done.
    void wake(WakeReason why) {
        wake_ = why;
        set_done();
    }
    /// Takes it out of its list; harmless if it is in none.
    void leave();
    /// True if the thing it waited for is gone.
    [[nodiscard]] bool orphaned() const { return orphaned_; }
    /// Errors: RuntimeError if the thing it waited for is gone, so that a task that was woken
    /// before does not touch it.
    void require_not_orphaned() const {
        if (orphaned_) {
            throw RuntimeError("what the task waited for has been destroyed");
        }
    }

private:
    friend class WaiterList;
    [[nodiscard]] WakeReason wake_reason() const override { return wake_; }

    WakeReason wake_;
    bool orphaned_ = false;
    WaiterList* list_ = nullptr;
    Waiter* before_ = nullptr;
    Waiter* after_ = nullptr;
};

class WaiterList {
public:
    WaiterList() = default;
    WaiterList(const WaiterList&) = delete;
    WaiterList& operator=(const WaiterList&) = delete;
    ~WaiterList() {
        while (first_ != nullptr) {
            first_->orphaned_ = true;
            first_->leave();
        }
    }

    void add(Waiter& waiter) {
        waiter.list_ = this;
        waiter.before_ = last_;
        waiter.after_ = nullptr;
        (last_ == nullptr ? first_ : last_->after_) = &waiter;
        last_ = &waiter;
    }
    [[nodiscard]] Waiter* first() const { return first_; }
    /// True if somebody waits who has not been cancelled (woken but not yet run counts).
    [[nodiscard]] bool anybody_uncancelled() const {
        for (const Waiter* waiter = first_; waiter != nullptr; waiter = waiter->after_) {
            if (!waiter->cancelled()) {
                return true;
            }
        }
        return false;
    }
    /// The first that is neither woken nor cancelled; nullptr if there is none.
    [[nodiscard]] Waiter* first_pending() const {
        Waiter* waiter = first_;
        while (waiter != nullptr && waiter->done()) {
            waiter = waiter->after_;
        }
        return waiter;
    }
    /// Takes waiters out from the front until one is woken (Queue._wakeup_next). That one is in
    /// `woken` until it runs, so that it learns if the thing is destroyed meanwhile. False if
    /// nobody was woken.
    bool pop_and_wake(WaiterList& woken, WakeReason why) {
        while (first_ != nullptr) {
            Waiter& waiter = *first_;
            waiter.leave();
            if (!waiter.done()) {
                woken.add(waiter);
                waiter.wake(why);
                return true;
            }
        }
        return false;
    }
    /// Wakes the first `most` that are pending; they stay in the list until they run.
    void wake(std::uint32_t most, WakeReason why) {
        std::uint32_t woken = 0;
        for (Waiter* waiter = first_; waiter != nullptr && woken < most; waiter = waiter->after_) {
            if (!waiter->done()) {
                waiter->wake(why);
                ++woken;
            }
        }
    }
    void wake_all(WakeReason why) { wake(UINT32_MAX, why); }
    [[nodiscard]] std::uint32_t count_pending() const {
        std::uint32_t pending = 0;
        for (const Waiter* waiter = first_; waiter != nullptr; waiter = waiter->after_) {
            pending += waiter->done() ? 0U : 1U;
        }
        return pending;
    }

private:
    friend class Waiter;
    Waiter* first_ = nullptr;
    Waiter* last_ = nullptr;
};

inline void Waiter::leave() {
    if (list_ == nullptr) {
        return;
    }
    (before_ == nullptr ? list_->first_ : before_->after_) = after_;
    (after_ == nullptr ? list_->last_ : after_->before_) = before_;
    list_ = nullptr;
}

}  // namespace coroscope
