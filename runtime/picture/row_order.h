// RowOrder: which rows a timeline has and in which order, and which tasks of a hung run can never
// go on. All of it follows from the run alone: whoever draws many pictures of one run keeps it.
//
//     const RowOrder order(timeline);
//     make_picture(timeline, {.axis = &axis, .order = &order});
//
// Costs a look at all tasks and resources. Keeps nothing of the timeline.
#pragma once

#include <vector>

#include "runtime/trace/timeline.h"

namespace coroscope {

struct RowOrder {
    RowOrder() = default;
    explicit RowOrder(const Timeline& timeline);

    struct Task {
        TaskId id = 0;
        int depth = 0;             ///< 0 = main, 1 = its child
        std::uint32_t folded = 0;  ///< not 0: the line says that there are so many tasks like this
    };
    std::vector<Task> tasks;  ///< depth first by parent, siblings by creation
    /// By creation.
    std::vector<ObjectId> locks;
    std::vector<ObjectId> sync;  ///< semaphores, events, conditions and barriers
    std::vector<ObjectId> queues;
    std::vector<ObjectId> variables;
    std::vector<ObjectId> counters;
    std::vector<TaskId> stuck;  ///< tasks that can never go on, by id; none unless the run hung
    bool deadlock = false;      ///< it hung because of a cycle
};

/// Tasks in the order of the lanes: depth first by parent, siblings by creation.
[[nodiscard]] std::vector<TaskId> tasks_in_tree_order(const Timeline& timeline);

}  // namespace coroscope
