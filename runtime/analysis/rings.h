// The simple cycles of a wait graph.
#pragma once

#include <span>
#include <vector>

#include "runtime/analysis/wait_graph.h"

namespace coroscope::detail {

/// Each simple cycle once, its nodes in order from its task of smallest id (its resource, if it has
/// no task); sorted by that id. At most kMostCycles, and the search gives up after a fixed number
/// of steps: a tangle of many tasks may have cycles that are not found, though never none if there
/// is one.
[[nodiscard]] std::vector<std::vector<WaitNode>> rings(std::span<const WaitEdge> edges);

}  // namespace coroscope::detail
