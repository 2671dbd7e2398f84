// Who waits for whom at a cursor: tasks and resources as nodes; an edge from A to B means A cannot
// go on before B does something. Every cycle is reported on its own.
#pragma once

#include <cstddef>
#include <vector>

#include "runtime/trace/timeline.h"

namespace coroscope {

struct WaitNode {
    bool is_task = true;
    std::uint32_t id = 0;  ///< TaskId or ObjectId
    friend bool operator==(const WaitNode&, const WaitNode&) = default;
};

struct WaitEdge {
    WaitNode from;
    WaitNode to;
    bool holds = false;  ///< resource -> task: held by; false: waits for
    friend bool operator==(const WaitEdge&, const WaitEdge&) = default;
};

struct WaitGraph {
    std::vector<WaitNode> nodes;
    std::vector<WaitEdge> edges;
    /// Each cycle as its nodes in order, beginning with its task of smallest id: the first
    /// kMostCycles of them. A cycle through permits of which some are held by a task that can still
    /// go on is none.
    std::vector<std::vector<WaitNode>> cycles;
};

/// A graph with more cycles reports only these: a tangle can have exponentially many.
inline constexpr std::size_t kMostCycles = 16;

/// A waiting task has an edge to the lock, semaphore, queue, event or future it waits for, and a
/// lock or semaphore to the tasks that hold it; who awaits a task, or gathers several, has an edge
/// to each that is not over. Cost: a few look-ups for each task that exists at `cursor`.
[[nodiscard]] WaitGraph wait_graph(const Timeline& timeline, EventIndex cursor);

/// The tasks that can never go on again although they are not over: at `cursor` they wait, and to
/// the end of a run that hung they are never woken. By id. Empty unless the run's outcome is Hang.
[[nodiscard]] std::vector<TaskId> stuck_tasks(const Timeline& timeline, EventIndex cursor);

namespace detail {

/// True if this wait lasts to the end of a run that hung.
[[nodiscard]] bool waits_for_ever(const Timeline& timeline, const Interval& interval);

}  // namespace detail
}  // namespace coroscope
