// Event: a flag that tasks wait for (asyncio.Event). set() wakes all that wait; clear() in the same
// step does not take that back. Waiting for an event that is set does not suspend.
// Source: CPython Lib/asyncio/locks.py.
#pragma once

#include <source_location>
#include <string_view>

#include "runtime/core/resource.h"
#include "runtime/sync/waiter.h"

namespace coroscope {

class Event;

class EventAwaiter : public Suspension {
public:
    using Result = bool;  ///< always true
    static constexpr const char* kFunction = "wait()";
    explicit EventAwaiter(Event& event);
    EventAwaiter(EventAwaiter&& other) noexcept : EventAwaiter(other.event_) {}
    [[nodiscard]] bool await_ready() const;
    template <class P>
    void await_suspend(std::coroutine_handle<P> coroutine) {
        queue_up();
        suspend(coroutine.promise(), waiter_);
    }
    bool await_resume();

private:
    void queue_up();
    Event& event_;
    Waiter waiter_;
};

class Event : public Resource {
public:
    explicit Event(std::string_view name = {},
                   std::source_location where = std::source_location::current())
        : Resource(ResourceType::Event, name, 0, where) {}

    [[nodiscard]] bool is_set() const { return set_; }
    void set(std::source_location where = std::source_location::current());
    void clear(std::source_location where = std::source_location::current());
    [[nodiscard]] EventAwaiter wait() { return EventAwaiter(*this); }

private:
    friend class EventAwaiter;
    bool set_ = false;
    WaiterList waiters_;
};

}  // namespace coroscope
