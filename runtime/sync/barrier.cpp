#include "runtime/sync/barrier.h"

namespace coroscope {

// CPython builds it of a Condition. Its lock is never held across an await, so it is always free;
// what is left of it here is the line of waiters, who look again whenever they are woken.

BarrierAwaiter::Place::Place(Barrier& its_barrier)
    : Waiter(its_barrier.loop(), WaitReason::Barrier, WakeReason::BarrierOpened,
             its_barrier.object()),
      barrier(its_barrier) {}

bool BarrierAwaiter::Place::can_go_on() {
    using State = Barrier::State;
    if (index >= 0) {
        return barrier.state_ != State::Filling;
    }
    if (barrier.state_ == State::Broken) {
        return true;
    }
    if (barrier.state_ != State::Filling) {
        return false;
    }
    index = barrier.inside_++;
    if (index + 1 < barrier.parties_) {
        return false;
    }
    barrier.trip();
    return true;
}

void BarrierAwaiter::Place::queue_up() { barrier.waiters_.add(*this); }

bool BarrierAwaiter::Place::completes_wait(TaskBase& task) {
    if (orphaned() || can_go_on()) {
        return true;
    }
    rearm();
    leave();
    queue_up();
    task.wait_again(*this);
    return false;
}

int BarrierAwaiter::await_resume() {
    using State = Barrier::State;
    place_.leave();
    Barrier& barrier = place_.barrier;
    try {
        resumed();
        place_.require_not_orphaned();
    } catch (...) {
        if (!place_.orphaned()) {
            // The condition passes on what may have been a notification.
            barrier.waiters_.wake(1, WakeReason::BarrierChanged);
            if (place_.index >= 0) {
                barrier.leave();
            }
        }
        throw;
    }
    if (place_.index < 0) {
        throw BrokenBarrierError("Barrier aborted");
    }
    const bool thrown_out = barrier.state_ == State::Broken || barrier.state_ == State::Resetting;
    barrier.leave();
    if (thrown_out) {
        throw BrokenBarrierError("Abort or reset of barrier");
    }
    return place_.index;
}

Barrier::Barrier(std::string_view name, int parties, std::source_location where)
    : Resource(ResourceType::Barrier, name, parties, where), parties_(parties) {
    if (parties < 1) {
        throw ValueError("parties must be > 0");
    }
}

void Barrier::trip() {
    state_ = State::Draining;
    change(Notice::BarrierTripped, loop().await_site());
}

void Barrier::leave() {
    --inside_;
    if (inside_ == 0) {
        if (state_ == State::Resetting || state_ == State::Draining) {
            state_ = State::Filling;
        }
        waiters_.wake_all(WakeReason::BarrierChanged);
    }
}

Coroutine<> Barrier::reset(std::source_location where) {
    co_await StandAt(where);
    state_ = inside_ > 0 ? State::Resetting : State::Filling;
    change(Notice::BarrierReset, loop().site(where));
}

Coroutine<> Barrier::abort(std::source_location where) {
    co_await StandAt(where);
    state_ = State::Broken;
    change(Notice::BarrierAborted, loop().site(where));
}

void Barrier::change(Notice notice, SiteId site) {
    loop().record(EventKind::ResourceNotified, loop().current_task_id(), object(),
                  static_cast<std::uint8_t>(notice), waiters_.count_pending(), 0, site);
    waiters_.wake_all(notice == Notice::BarrierTripped ? WakeReason::BarrierOpened
                                                       : WakeReason::BarrierChanged);
}

}  // namespace coroscope
