#include "runtime/sync/queue.h"

namespace coroscope {

QueueBase::QueueBase(std::string_view name, std::int64_t maxsize, std::source_location where)
    : Resource(ResourceType::Queue, name, maxsize < 0 ? 0 : maxsize, where),
      maxsize_(maxsize < 0 ? 0 : static_cast<std::size_t>(maxsize)) {}

void QueueBase::item_put(TextId item, SiteId site) {
    ++count_;
    loop().check_budget();
    ++unfinished_;
    loop().record(EventKind::QueuePut, loop().current_task_id(), object(), 0,
                  static_cast<std::int64_t>(qsize()), item, site);
    getters_.pop_and_wake(woken_, WakeReason::ItemPut);
}

void QueueBase::item_got(TextId item, SiteId site) {
    --count_;
    loop().check_budget();
    loop().record(EventKind::QueueGot, loop().current_task_id(), object(), 0,
                  static_cast<std::int64_t>(qsize()), item, site);
    putters_.pop_and_wake(woken_, WakeReason::RoomMade);
}

void QueueBase::task_done(std::source_location where) {
    if (unfinished_ == 0) {
        throw ValueError("task_done() called too many times");
    }
    --unfinished_;
    loop().record(EventKind::QueueTaskDone, loop().current_task_id(), object(), 0, unfinished_, 0,
                  loop().site(where));
    if (unfinished_ == 0) {
        joiners_.wake_all(WakeReason::QueueJoined);
    }
}

void QueueBase::require_open() const {
    if (shut_down_) {
        throw QueueShutDown();
    }
}

void QueueBase::shutdown(bool immediate, std::source_location where) {
    shut_down_ = true;
    const SiteId site = loop().site(where);
    while (immediate && !empty()) {
        const TextId item = drop_next();
        --count_;
        unfinished_ -= unfinished_ > 0 ? 1 : 0;
        loop().record(EventKind::QueueDropped, loop().current_task_id(), object(), 0,
                      static_cast<std::int64_t>(qsize()), item, site);
    }
    const std::uint32_t waiting = getters_.count_pending() + putters_.count_pending();
    loop().record(EventKind::ResourceNotified, loop().current_task_id(), object(),
                  static_cast<std::uint8_t>(Notice::QueueShutDown), waiting, 0, site);
    if (immediate && unfinished_ == 0) {
        joiners_.wake_all(WakeReason::QueueJoined);
    }
    while (getters_.pop_and_wake(woken_, WakeReason::QueueShutDown)) {
    }
    while (putters_.pop_and_wake(woken_, WakeReason::QueueShutDown)) {
    }
}

bool QueueAwaiter::Place::completes_wait(TaskBase& task) {
    if (orphaned() || queue_.can_go_on(get_)) {
        return true;
    }
    rearm();
    leave();
    queue_up();
    task.wait_again(*this);
    return false;
}

void QueueAwaiter::leave_place() {
    place_->leave();
    try {
        resumed();
        place_->require_not_orphaned();
    } catch (...) {
        if (!place_->orphaned() && !place_->cancelled() && queue_.available(get_)) {
            place_->wake_next();  // it was woken for something that another can have now
        }
        throw;
    }
}

}  // namespace coroscope
