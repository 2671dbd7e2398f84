// RowOrder: which rows a timeline has and in which order, and which tasks of a hung run can never
// go on. All of it follows from the run alone: whoever draws many pictures of one run keeps it.
//
//     const RowOrder order(timeline);
//     make_picture(timeline, {.axis = &axis, .order = &order});
//
// Costs a look at all tasks, resources and jobs, and at all steps if a run has several threads.
// Keeps nothing of the timeline.
#pragma once

#include <vector>

#include "runtime/analysis/worker_jobs.h"
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
    /// Of executors, by executor, then by worker; then rows of places, by place, then by row: those
    /// that ever had a job, and one without jobs for a place that only sends or gets messages.
    std::vector<WorkerJobs> workers;
    std::size_t executor_workers = 0;  ///< how many of them are executors'
    /// The steps of one thread's event loop.
    struct Loop {
        std::uint8_t thread = 0;
        std::vector<std::uint32_t> steps;  ///< indexes into Timeline::steps(), rising
        EventList firsts;                  ///< Step::first of each
    };
    std::vector<Loop> loops;    ///< by thread, from 0; none if the run has one loop or no loop
    std::vector<TaskId> stuck;  ///< tasks that can never go on, by id; none unless the run hung
    bool deadlock = false;      ///< it hung because of a cycle
};

/// Tasks in the order of the lanes: depth first by parent, siblings by creation.
[[nodiscard]] std::vector<TaskId> tasks_in_tree_order(const Timeline& timeline);

}  // namespace coroscope
