// Replay: the state of a run by the plainest means, one event after the other, with lists that are
// searched from their start. The Timeline must say the same.
#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "runtime/trace/timeline.h"

namespace coroscope {

class Replay {
public:
    struct Task {
        TaskState state = TaskState::NotYet;
        WaitReason reason = WaitReason::None;
        ObjectId subject = 0;
        SiteId site = 0;
        EventIndex since = 0;
        struct Frame {
            TextId function = 0;
            std::uint32_t depth = 0;
            SiteId call = 0;  ///< the await in its caller
            SiteId line = 0;  ///< where it stands
        };
        std::vector<Frame> frames;  ///< [0] is the root as the task's creation tells it
    };
    struct Entry {
        EventIndex end = kNoEvent;  ///< waits: known ahead
        TaskId task = 0;
        TextId text = 0;
    };
    struct Resource {
        ResourceType type = ResourceType::None;
        std::vector<Entry> holds;
        std::vector<Entry> waits;
        std::vector<Entry> items;
        std::int64_t level = 0;
        std::int64_t unfinished = 0;
        std::optional<Timeline::Value> value;
        EventIndex created = 0;
    };
    struct Timer {
        Nanoseconds deadline = 0;
        bool over = false;
    };

    explicit Replay(const Trace& trace) : trace_(trace) {}

    std::vector<Task> tasks = std::vector<Task>(1);
    std::map<ObjectId, Resource> resources;
    std::map<ObjectId, Timer> timers;
    std::vector<TaskId> ready;
    std::vector<std::pair<TaskId, ObjectId>> holds;  ///< all of them, in order
    std::size_t steps = 0;
    std::uint32_t iterations = 0;

    void apply(EventIndex index);

private:
    void apply_to_task(const TraceEvent& event);
    void apply_to_stack(const TraceEvent& event);
    void apply_to_resource(const TraceEvent& event);
    void become(const TraceEvent& event, TaskState state);
    [[nodiscard]] EventIndex end_of_wait(const TraceEvent& event) const;
    [[nodiscard]] bool over(TaskId task) const { return is_over(tasks[task].state); }

    const Trace& trace_;
    EventIndex index_ = 0;
};

}  // namespace coroscope
