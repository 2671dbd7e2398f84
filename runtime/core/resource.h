// Resource: what locks, queues, shared variables and the like have in common: an id and a name in
// the trace.
#pragma once

#include <source_location>
#include <string_view>

#include "runtime/core/as_coroutine.h"
#include "runtime/core/event_loop.h"

namespace coroscope {

class Resource {
public:
    Resource(const Resource&) = delete;
    Resource& operator=(const Resource&) = delete;
    [[nodiscard]] ObjectId object() const { return object_; }

protected:
    /// An empty name becomes "lock-1", "queue-2", ... Errors: RuntimeError if no loop is running.
    Resource(ResourceType type, std::string_view name, std::int64_t capacity,
             std::source_location where)
        : loop_(&EventLoop::running()),
          object_(loop_->create_resource(type, name, capacity, where)) {}
    ~Resource() {
        if (EventLoop::running_or_null() == loop_) {
            loop_->record(EventKind::ResourceDestroyed, 0, object_);
        }
    }
    [[nodiscard]] EventLoop& loop() const { return *loop_; }

    void trace_acquired(bool after_waiting, std::int64_t left) const {
        loop_->record(EventKind::ResourceAcquired, loop_->current_task_id(), object_,
                      after_waiting ? 1 : 0, left, 0, loop_->await_site());
    }
    void trace_released(std::int64_t free_now, std::source_location where) const {
        loop_->record(EventKind::ResourceReleased, loop_->current_task_id(), object_, 0, free_now,
                      0, loop_->site(where));
    }

private:
    EventLoop* loop_;
    ObjectId object_;
};

}  // namespace coroscope
