// TimelineBuilder: reads events into a Timeline, one at a time. Its rules are in
// docs/trace-format.md, "What a trace means". It believes nothing: an event that names a task or
// object that was never created is left out.
#pragma once

#include <optional>
#include <vector>

#include "runtime/trace/known.h"
#include "runtime/trace/timeline.h"

namespace coroscope::detail {

class TimelineBuilder {
public:
    /// `source` becomes what the timeline's lists look at.
    TimelineBuilder(Timeline& timeline, IndexedTrace& source)
        : t_(timeline), s_(timeline.state_), source_(source) {}

    void add(EventIndex index, const TraceEvent& event);
    /// Shows the lists what they look at from now on.
    void show_source();

private:
    void add_task_event();
    void add_timer_event();
    void add_resource_event();
    void add_call_event();
    void add_job_event();
    void add_message_event();
    void add_thread_event();

    void create_task();
    void resume_task();
    void suspend_task();
    void end_task();
    void wake_task();
    void enter(TaskState state);
    void add_wakeup(TaskId waker);
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
    [[nodiscard]] std::uint32_t event32() const { return static_cast<std::uint32_t>(i_); }
    [[nodiscard]] std::optional<std::uint32_t> resource_index(ObjectId id) const;
    /// The job that the event is about; one that is new if it is submitted or started.
    [[nodiscard]] JobInfo* job(std::uint32_t executor);
    /// Makes room for a new object; nullptr if the id is taken or absurd.
    [[nodiscard]] ObjectRef* new_object(ObjectId id);
    void set(Counter& counter, std::int64_t value) const;
    void add_to(Counter& counter, std::int64_t change) const;

    Timeline& t_;
    TimelineState& s_;
    IndexedTrace& source_;
    EventIndex i_ = 0;
    TraceEvent e_;
};

}  // namespace coroscope::detail
