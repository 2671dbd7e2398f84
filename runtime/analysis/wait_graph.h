// Who waits for whom at a cursor: tasks and resources as nodes; an edge from A to B means A cannot go on before
// B does something. Every cycle is reported on its own.
#pragma once

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

struct WaitGraph {
    std::vector<WaitNode> nodes;
    std::vector<WaitEdge> edges;
    /// Each cycle as its nodes in order, beginning with its task of smallest id.
    std::vector<std::vector<WaitNode>> cycles;
};

[[nodiscard]] WaitGraph wait_graph(const Timeline& timeline, EventIndex cursor);

/// The tasks that can never go on again although they are not over: at `cursor` they wait, and to the end of a
/// run that hung they are never woken. By id. Empty unless the run's outcome is Hang.
[[nodiscard]] std::vector<TaskId> stuck_tasks(const Timeline& timeline, EventIndex cursor);

}  // namespace coroscope
