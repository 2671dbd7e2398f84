// Scene: the event to explain and what its sentences are made of. One function for each kind of
// event; explain.cpp has the table.
#pragma once

#include <utility>
#include <vector>

#include "runtime/analysis/words.h"
#include "runtime/text/message.h"
#include "runtime/trace/timeline.h"

namespace coroscope::detail {

struct Scene {
    Scene(const Timeline& the_timeline, EventIndex the_index)
        : timeline(the_timeline),
          index(the_index),
          event(the_timeline.trace()[the_index]),
          words(the_timeline) {}

    /// The state of a task just before this event.
    [[nodiscard]] Interval before(TaskId task) const {
        return index == 0 ? Interval{} : timeline.state_at(task, index - 1);
    }
    [[nodiscard]] Interval after(TaskId task) const { return timeline.state_at(task, index); }
    [[nodiscard]] const ResourceInfo* resource() const { return timeline.resource(event.subject); }

    const Timeline& timeline;
    EventIndex index;
    const TraceEvent& event;
    Words words;
};

using Messages = std::vector<Message>;

// explain_loop.cpp
Messages explain_iteration(const Scene& scene);
Messages explain_clock(const Scene& scene);
Messages explain_end(const Scene& scene);
Messages explain_callback(const Scene& scene);
Messages explain_choice(const Scene& scene);
Messages explain_words(const Scene& scene);  // log, report, check
Messages explain_unknown(const Scene& scene);

// explain_tasks.cpp
Messages explain_task_created(const Scene& scene);
Messages explain_task_resumed(const Scene& scene);
Messages explain_task_over(const Scene& scene);  // finished, cancelled, abandoned
Messages explain_task_failed(const Scene& scene);
Messages explain_cancel_requested(const Scene& scene);
Messages explain_task_renamed(const Scene& scene);
Messages explain_result_taken(const Scene& scene);
Messages explain_job(const Scene& scene);
Messages explain_message(const Scene& scene);
Messages explain_thread(const Scene& scene);
Messages explain_frame(const Scene& scene);
Messages explain_coroutine(const Scene& scene);
/// True if the task is ready only to get its CancelledError.
[[nodiscard]] bool woken_to_be_cancelled(const Timeline& timeline, const Interval& ready);

// explain_ready.cpp
Messages explain_task_ready(const Scene& scene);

// explain_waits.cpp
Messages explain_task_suspended(const Scene& scene);

// explain_time.cpp
Messages explain_time_passed(const Scene& scene);
Messages explain_timer(const Scene& scene);

// explain_resources.cpp
Messages explain_resource_created(const Scene& scene);
Messages explain_resource_acquired(const Scene& scene);
Messages explain_resource_released(const Scene& scene);
Messages explain_resource_notified(const Scene& scene);
Messages explain_resource_linked(const Scene& scene);
Messages explain_resource_destroyed(const Scene& scene);
Messages explain_queue(const Scene& scene);
Messages explain_counter(const Scene& scene);
Messages explain_variable(const Scene& scene);

// describe_state.cpp
/// Who holds what a task waits for: the first holder, 0 if nobody.
[[nodiscard]] TaskId holder_of(const Timeline& timeline, ObjectId resource, EventIndex cursor);

// explain_ready.cpp
/// The item that `queue` was given or lost by the event that led to `index`; "" if it is not found.
[[nodiscard]] std::string_view item_near(const Timeline& timeline, EventIndex index, EventKind kind,
                                         ObjectId queue);

}  // namespace coroscope::detail
