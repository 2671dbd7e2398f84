#include "gui/model/graph_cut.h"

#include <set>
#include <utility>

namespace coroscope::gui {
namespace {

using Key = std::pair<bool, std::uint32_t>;
Key key_of(const WaitNode& node) { return {node.is_task, node.id}; }

}  // namespace

ReadableGraph readable(const WaitGraph& whole, const GraphCut& cut) {
    ReadableGraph result;
    std::set<Key> kept;
    std::set<Key> in_rings;
    for (std::vector<WaitNode> ring : whole.cycles) {
        for (const WaitNode& node : ring) {
            in_rings.insert(key_of(node));
        }
        if (ring.size() > cut.most_in_ring) {
            if (result.graph.cycles.empty()) {
                result.left_out_of_ring = ring.size() - cut.most_in_ring;
            }
            ring.resize(cut.most_in_ring);
        }
        for (const WaitNode& node : ring) {
            kept.insert(key_of(node));
        }
        result.graph.cycles.push_back(std::move(ring));
    }
    // A trace of another program may not say what is waited for: there is nothing to draw then.
    std::set<Key> unknown;
    for (const WaitedFor& resource : whole.resources) {
        if (resource.type == ResourceType::None) {
            unknown.insert({false, resource.resource});
        }
    }
    // Both ends of an arrow or none: a task beside nothing says nothing.
    const std::size_t most = kept.size() + cut.most_outside;
    const auto may_stay = [&](const WaitNode& node) {
        return kept.contains(key_of(node)) ||
               (kept.size() < most && !in_rings.contains(key_of(node)) &&
                !unknown.contains(key_of(node)));
    };
    for (const WaitEdge& edge : whole.edges) {
        if (may_stay(edge.from) && may_stay(edge.to)) {
            kept.insert(key_of(edge.from));
            kept.insert(key_of(edge.to));
            result.graph.edges.push_back(edge);
        }
    }
    for (const WaitNode& node : whole.nodes) {
        if (kept.contains(key_of(node))) {
            result.graph.nodes.push_back(node);
        }
    }
    for (const WaitedFor& resource : whole.resources) {
        if (kept.contains({false, resource.resource})) {
            result.graph.resources.push_back(resource);
        }
    }
    result.left_out = whole.nodes.size() - result.graph.nodes.size() - unknown.size();
    return result;
}

}  // namespace coroscope::gui
