#include "runtime/sync/event.h"

namespace coroscope {

EventAwaiter::EventAwaiter(Event& event)
    : event_(event),
      waiter_(event.loop(), WaitReason::Event, WakeReason::EventSet, event.object()) {}

bool EventAwaiter::await_ready() const { return event_.set_; }

void EventAwaiter::queue_up() { event_.waiters_.add(waiter_); }

bool EventAwaiter::await_resume() {
    waiter_.leave();
    resumed();
    return true;
}

void Event::set(std::source_location where) {
    loop().check_budget();
    if (set_) {
        return;
    }
    set_ = true;
    loop().record(EventKind::ResourceNotified, loop().current_task_id(), object(),
                  static_cast<std::uint8_t>(Notice::EventSet), waiters_.count_pending(), 0,
                  loop().site(where));
    waiters_.wake_all(WakeReason::EventSet);
}

void Event::clear(std::source_location where) {
    if (set_) {
        set_ = false;
        loop().record(EventKind::ResourceNotified, loop().current_task_id(), object(),
                      static_cast<std::uint8_t>(Notice::EventCleared), 0, 0, loop().site(where));
    }
}

}  // namespace coroscope
