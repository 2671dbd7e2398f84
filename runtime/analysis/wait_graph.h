// Who waits for whom at a cursor: tasks and resources as nodes; an edge from A to B means A cannot
// go on before B does something. Every cycle is reported on its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
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

/// Who could end the waits for a resource.
enum class Owner : std::uint8_t {
    Held,     ///< `holders` have it, or its permits
    Free,     ///< a lock or permit that nobody has: on its way to a task that was woken
    Jobs,     ///< an executor, or a job's future: `jobs` are being done
    Unknown,  ///< anybody: who will put, get, set, notify or arrive is written nowhere. No edge
};
[[nodiscard]] std::string_view name_of(Owner owner);  ///< "held", as in JSON output

/// A resource of the graph.
struct WaitedFor {
    ObjectId resource = 0;
    ResourceType type = ResourceType::None;
    Owner owner = Owner::Unknown;
    std::vector<TaskId> waiters{};  ///< by task
    std::vector<TaskId> holders{};  ///< by task, each once
    std::vector<JobInfo> jobs{};    ///< running at the cursor, by worker
    std::size_t in_line = 0;        ///< jobs submitted and not started
};

struct WaitGraph {
    std::vector<WaitNode> nodes;
    std::vector<WaitEdge> edges;
    std::vector<WaitedFor> resources;  ///< of each resource among the nodes, in their order
    /// Each cycle as its nodes in order, beginning with its task of smallest id: the first
    /// kMostCycles of them. A cycle through permits of which some are held by a task that can still
    /// go on is none.
    std::vector<std::vector<WaitNode>> cycles;
};

/// A graph with more cycles reports only these: a tangle can have exponentially many.
inline constexpr std::size_t kMostCycles = 16;

/// A waiting task has an edge to the lock, semaphore, queue, event, condition, barrier or future it
/// waits for, and a lock or semaphore to the tasks that hold it; who awaits a task, or gathers
/// several, has an edge to each that is not over. The future of a job has an edge to the executor
/// that has not done it yet. Cost: a few look-ups for each task that exists at `cursor`; if any
/// waits for a job, also the jobs of the run.
[[nodiscard]] WaitGraph wait_graph(const Timeline& timeline, EventIndex cursor);

/// The same for these tasks only, with nodes for what they wait for: for whoever knows which wait
/// at `cursor`. `waiting`: by id. A task that awaits more than kMostAwaited at once has edges to
/// those of them that wait, too, and to none of the others.
[[nodiscard]] WaitGraph wait_graph(const Timeline& timeline, EventIndex cursor,
                                   std::span<const TaskId> waiting);
inline constexpr std::size_t kMostAwaited = 1'000;

/// The same for this task, the tasks that it waits for, and so on: every ring that it is part of.
/// Cost: what is reached from it, whatever the run's size.
[[nodiscard]] WaitGraph wait_graph_from(const Timeline& timeline, TaskId task, EventIndex cursor);

/// The tasks that can never go on again although they are not over: at `cursor` they wait, and to
/// the end of a run that hung they are never woken. By id. Empty unless the run's outcome is Hang.
[[nodiscard]] std::vector<TaskId> stuck_tasks(const Timeline& timeline, EventIndex cursor);
/// True if stuck_tasks() has this one. O(log n).
[[nodiscard]] bool is_stuck(const Timeline& timeline, TaskId task, EventIndex cursor);

namespace detail {

/// True if this wait lasts to the end of a run that hung.
[[nodiscard]] bool waits_for_ever(const Timeline& timeline, const Interval& interval);

}  // namespace detail
}  // namespace coroscope
