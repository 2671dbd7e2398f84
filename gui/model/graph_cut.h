// Graph cut: the part of a wait-for graph that can be read. A picture of a thousand locks is a grey
// ball; of each long ring its first nodes are enough, and of what stands around the rings as much
// as there is room for. What is left out is counted, so that it can be said.
#pragma once

#include <cstddef>

#include "runtime/analysis/wait_graph.h"

namespace coroscope::gui {

struct GraphCut {
    std::size_t most_in_ring = 16;
    std::size_t most_outside = 48;
};

struct ReadableGraph {
    WaitGraph graph;  ///< edges have both ends among its nodes; a cut ring is open at its end
    std::size_t left_out = 0;          ///< nodes of tasks and of known resources
    std::size_t left_out_of_ring = 0;  ///< the same of the first ring alone
};

[[nodiscard]] ReadableGraph readable(const WaitGraph& whole, const GraphCut& cut = {});

}  // namespace coroscope::gui
