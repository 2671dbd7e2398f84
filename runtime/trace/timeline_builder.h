// TimelineBuilder: reads events into a Timeline, one at a time. Its rules are in
// docs/trace-format.md, "What a trace means". It believes nothing: an event that names a task or
// object that was never created is left out.
#pragma once

#include <optional>
#include <vector>

#include "runtime/trace/timeline.h"

namespace coroscope::detail {

/// A number from the trace as an enumerator; the first one ("None") for a number that has none.
template <class Enum>
[[nodiscard]] Enum known(std::uint8_t value, Enum last) {
    return value <= static_cast<std::uint8_t>(last) ? static_cast<Enum>(value) : Enum{};
}

class TimelineBuilder {
public:
    explicit TimelineBuilder(Timeline& timeline) : t_(timeline), s_(timeline.state_) {}

    /// Makes room for what the events from `first` on will add, so that the large lists are not
    /// copied as they grow.
    void make_room(EventIndex first);
    void add(EventIndex index, const TraceEvent& event);
    /// Lets everything that is still open last until the end of the trace.
    void stretch_open_ends();

private:
    void add_task_event();
    void add_timer_event();
    void add_resource_event();
    void add_call_event();
    void add_job_event();
    void add_thread_event();

    void create_task();
    void resume_task();
    void suspend_task();
    void end_task();
    void wake_task();
    void enter(TaskState state, WaitReason reason, SiteId site, ObjectId subject = 0);
    /// Ends the task's step, if one is open.
    void close_step();

    void create_resource();
    void acquire(std::uint32_t resource);
    void release(std::uint32_t resource);
    void notify(std::uint32_t resource);
    void link(std::uint32_t resource);
    void access(std::uint32_t variable);
    void put(std::uint32_t queue);
    void get(std::uint32_t queue);
    void drop(std::uint32_t queue);
    /// An item leaves the queue.
    void take_item(std::uint32_t queue);

    void begin_wait(std::uint32_t resource, WaitReason reason);
    /// Ends the task's wait, if it has one.
    void end_wait(EventIndex last);
    /// The task has acquired, got from or put into `resource`.
    void satisfy_wait(std::uint32_t resource);
    void wait_is_resumed();
    void wait_is_over();

    [[nodiscard]] TaskInfo& task() { return t_.tasks_[e_.task - 1]; }
    [[nodiscard]] TaskNotes& notes() { return s_.tasks[e_.task]; }
    [[nodiscard]] std::optional<std::uint32_t> resource_index(ObjectId id) const;
    /// The job that the event is about; one that is new if it is submitted or started.
    [[nodiscard]] JobInfo* job(std::uint32_t executor);
    /// Makes room for a new object; nullptr if the id is taken or absurd.
    [[nodiscard]] ObjectRef* new_object(ObjectId id);
    void set(Counter& counter, std::int64_t value) const;
    void add_to(Counter& counter, std::int64_t change) const;

    struct TaskGrowth {
        std::size_t events = 0;
        std::size_t intervals = 0;
    };

    Timeline& t_;
    TimelineState& s_;
    std::vector<TaskGrowth>
        growth_;  ///< by TaskId: how much the events from make_room() on will add; may be empty
    EventIndex i_ = 0;
    TraceEvent e_;
};

}  // namespace coroscope::detail
