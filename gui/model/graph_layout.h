// Graph layout: where the nodes and arrows of a wait-for graph stand. Each ring on an ellipse of
// its own, rings that share nodes on one; whatever waits for something from outside a ring to its
// left, level by level.
//
// Units: pixels inside a box of the given size, origin at its top left.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "runtime/analysis/wait_graph.h"

namespace coroscope::gui {

struct PlacedNode {
    WaitNode node;
    float x = 0.0F;  ///< centre
    float y = 0.0F;
    int ring = -1;            ///< index of its ellipse, -1 outside
    float half_width = 0.0F;  ///< of a resource outside the rings: what there is room for
};

struct PlacedEdge {
    std::size_t from = 0;  ///< indices into nodes
    std::size_t to = 0;
    bool holds = false;
    int ring = -1;       ///< drawn along this ellipse
    bool chord = false;  ///< part of a ring all the same: drawn across its ellipse
};

struct Ellipse {
    float x = 0.0F, y = 0.0F, rx = 0.0F, ry = 0.0F;
    std::size_t nodes = 0;
};
/// Up to so many nodes stand on a round ellipse, with room for a word at each arrow.
inline constexpr std::size_t kFewNodes = 6;

struct GraphLayout {
    std::vector<PlacedNode> nodes;
    std::vector<PlacedEdge> edges;
    std::vector<Ellipse> rings;
    std::size_t left_out = 0;  ///< nodes for which there was no room
};

struct GraphRoom {
    float width = 0.0F;
    float height = 0.0F;
    float task_radius = 24.0F;
    float row = 58.0F;           ///< least distance of nodes in a column, with their names below
    float last_row = 40.0F;      ///< the same in the last column: words stand beside the nodes
    float label_width = 120.0F;  ///< room for words right of the last column, if there is any
    /// What a node would need; without, 62 for a resource and the radius for a task.
    std::function<float(const WaitNode&)> half_width{};
};

[[nodiscard]] GraphLayout layout_graph(const WaitGraph& graph, const GraphRoom& room);

}  // namespace coroscope::gui
