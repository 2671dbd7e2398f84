#include "runtime/sync/condition.h"

#include <string>

namespace coroscope {

/// Awaits a notification.
class Condition::Notification : public Suspension {
public:
    explicit Notification(Condition& condition)
        : line_(condition.waiters_),
          waiter_(condition.loop(), WaitReason::Condition, WakeReason::Notified,
                  condition.object()) {}
    [[nodiscard]] bool await_ready() const { return false; }
    template <class P>
    void await_suspend(std::coroutine_handle<P> coroutine) {
        line_.add(waiter_);
        suspend(coroutine.promise(), waiter_);
    }
    void await_resume() {
        waiter_.leave();
        resumed();
        waiter_.require_not_orphaned();
    }

private:
    WaiterList& line_;
    Waiter waiter_;
};

namespace {

std::string name_of_lock(std::string_view condition) {
    return condition.empty() ? "" : std::string(condition) + ".lock";
}

}  // namespace

Condition::Condition(std::string_view name, std::source_location where)
    : Resource(ResourceType::Condition, name, 0, where),
      own_lock_(std::in_place, name_of_lock(name), where),
      lock_(&*own_lock_),
      lock_tether_(own_lock_->anchor_) {}

Condition::Condition(Lock& lock, std::string_view name, std::source_location where)
    : Resource(ResourceType::Condition, name, 0, where), lock_(&lock), lock_tether_(lock.anchor_) {}

Lock& Condition::lock() const {
    if (!lock_tether_.attached()) {
        throw RuntimeError("the lock of the condition has been destroyed");
    }
    return *lock_;
}

Coroutine<bool> Condition::wait(std::source_location where) {
    co_await StandAt(where);
    if (!locked()) {
        throw RuntimeError("cannot wait on un-acquired lock");
    }
    const Tether here(anchor_);
    lock().release(where);
    std::exception_ptr error;
    try {
        co_await Notification(*this);
    } catch (...) {
        error = std::current_exception();
    }
    // Whatever happened, it leaves with the lock, or with an error if there is none any more.
    for (bool again = true; again;) {
        again = false;
        if (!here.attached() && error) {
            std::rethrow_exception(error);
        }
        try {
            co_await lock().acquire();
        } catch (const CancelledError&) {
            error = std::current_exception();
            again = true;
        }
    }
    if (error) {
        pass_on();
        std::rethrow_exception(error);
    }
    co_return true;
}

void Condition::notify(std::uint32_t n, std::source_location where) {
    if (!locked()) {
        throw RuntimeError("cannot notify on un-acquired lock");
    }
    loop().check_budget();
    loop().record(EventKind::ResourceNotified, loop().current_task_id(), object(),
                  static_cast<std::uint8_t>(Notice::Notified),
                  std::min(n, waiters_.count_pending()), 0, loop().site(where));
    waiters_.wake(n, WakeReason::Notified);
}

/// What may have been a notification for a task that cannot use it goes to the next.
void Condition::pass_on() {
    if (waiters_.count_pending() > 0) {
        loop().record(EventKind::ResourceNotified, loop().current_task_id(), object(),
                      static_cast<std::uint8_t>(Notice::PassedOn), 1, 0, loop().await_site());
        waiters_.wake(1, WakeReason::Notified);
    }
}

}  // namespace coroscope
