#include "runtime/sync/queue.h"

namespace coroscope {

QueueBase::QueueBase(std::string_view name, std::int64_t maxsize, std::source_location where)
    : Resource(ResourceType::Queue, name, maxsize < 0 ? 0 : maxsize, where),
      maxsize_(maxsize < 0 ? 0 : static_cast<std::size_t>(maxsize)) {}

void QueueBase::item_put(const std::string& item, SiteId site) {
    loop().check_budget();
    ++unfinished_;
    loop().record(EventKind::QueuePut, loop().current_task_id(), object(), 0,
                  static_cast<std::int64_t>(qsize()), loop().text(item), site);
    getters_.pop_and_wake(woken_);
}

void QueueBase::item_got(const std::string& item, SiteId site) {
    loop().check_budget();
    loop().record(EventKind::QueueGot, loop().current_task_id(), object(), 0,
                  static_cast<std::int64_t>(qsize()), loop().text(item), site);
    putters_.pop_and_wake(woken_);
}

void QueueBase::task_done(std::source_location where) {
    if (unfinished_ == 0) {
        throw ValueError("task_done() called too many times");
    }
    --unfinished_;
    loop().record(EventKind::QueueTaskDone, loop().current_task_id(), object(), 0, unfinished_, 0,
                  loop().site(where));
    if (unfinished_ == 0) {
        joiners_.wake_all();
    }
}

bool QueueAwaiter::Place::completes_wait(TaskBase& task) {
    if (orphaned() || can_go_on()) {
        return true;
    }
    rearm();
    leave();
    queue_up();
    task.wait_again(*this);
    return false;
}

void QueueAwaiter::check_resumed() {
    try {
        resumed();
        place_.require_not_orphaned();
    } catch (...) {
        place_.leave();
        if (!place_.orphaned() && !place_.cancelled() && place_.can_go_on()) {
            place_.wake_next();  // it was woken for something that another can have now
        }
        throw;
    }
    place_.leave();
}

}  // namespace coroscope
