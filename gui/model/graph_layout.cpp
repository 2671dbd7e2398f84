#include "gui/model/graph_layout.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <optional>
#include <set>

namespace coroscope::gui {
namespace {

using Key = std::pair<bool, std::uint32_t>;
Key key_of(const WaitNode& node) { return {node.is_task, node.id}; }

class Placer {
public:
    Placer(const WaitGraph& graph, const GraphRoom& room) : graph_(graph), room_(room) {}

    GraphLayout run() {
        find_rings();
        find_levels();
        const std::size_t columns = outer_levels_.size();
        const bool rings = !graph_.cycles.empty();
        // With rings, the outer nodes share what is left of them; without, they have all of the
        // room.
        const float outer =
            rings ? static_cast<float>(columns) *
                        std::min(110.0F * room_.task_radius / 24.0F, room_.width * 0.2F)
                  : room_.width;
        place_rings(outer);
        place_levels(outer, rings);
        add_edges();
        return std::move(layout_);
    }

private:
    void find_rings() {
        for (std::size_t i = 0; i < graph_.cycles.size(); ++i) {
            for (const WaitNode& node : graph_.cycles[i]) {
                ring_of_.try_emplace(key_of(node), static_cast<int>(i));
            }
        }
    }

    // Longest way to a node that waits for nothing outside the rings; bounded, so that cycles
    // cannot hang it.
    void find_levels() {
        std::map<Key, int> depth;
        const std::size_t rounds = std::min<std::size_t>(graph_.nodes.size(), 12);
        for (std::size_t round = 0; round < rounds; ++round) {
            for (const WaitEdge& edge : graph_.edges) {
                if (ring_of_.contains(key_of(edge.from))) {
                    continue;
                }
                const int behind = ring_of_.contains(key_of(edge.to)) ? 0 : depth[key_of(edge.to)];
                const int wanted = ring_of_.contains(key_of(edge.to)) ? 0 : behind + 1;
                int& mine = depth[key_of(edge.from)];
                mine = std::max(mine, wanted);
            }
        }
        for (const WaitNode& node : graph_.nodes) {
            if (ring_of_.contains(key_of(node))) {
                continue;
            }
            const auto level = static_cast<std::size_t>(depth[key_of(node)]);
            if (outer_levels_.size() <= level) {
                outer_levels_.resize(level + 1);
            }
            outer_levels_[level].push_back(node);
        }
    }

    void place_rings(float left) {
        const std::size_t count = graph_.cycles.size();
        if (count == 0) {
            return;
        }
        const auto columns =
            static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(count))));
        const std::size_t rows = (count + columns - 1) / columns;
        const float cell_w = (room_.width - left) / static_cast<float>(columns);
        const float cell_h = room_.height / static_cast<float>(rows);
        for (std::size_t i = 0; i < count; ++i) {
            const auto column = static_cast<float>(i % columns);
            const std::size_t row_index = i / columns;
            const auto row = static_cast<float>(row_index);
            Ellipse ring{left + (column + 0.5F) * cell_w, (row + 0.5F) * cell_h, 0.0F, 0.0F};
            ring.rx =
                std::min(cell_w / 2.0F - room_.task_radius - 44.0F * room_.task_radius / 24.0F,
                         cell_h * 1.25F);
            ring.rx = std::max(ring.rx, room_.task_radius * 1.6F);
            ring.ry = std::max(cell_h / 2.0F - room_.task_radius - 6.0F, room_.task_radius);
            layout_.rings.push_back(ring);
            const auto& nodes = graph_.cycles[i];
            for (std::size_t k = 0; k < nodes.size(); ++k) {
                if (ring_of_.at(key_of(nodes[k])) != static_cast<int>(i)) {
                    continue;  // shared with an earlier ring
                }
                const double angle = std::numbers::pi + 2.0 * std::numbers::pi *
                                                            static_cast<double>(k) /
                                                            static_cast<double>(nodes.size());
                place(nodes[k], ring.x + ring.rx * static_cast<float>(std::cos(angle)),
                      ring.y + ring.ry * static_cast<float>(std::sin(angle)), static_cast<int>(i));
            }
        }
    }

    void place_levels(float width, bool rings) {
        const std::size_t columns = outer_levels_.size();
        for (std::size_t level = 0; level < columns; ++level) {
            const float row = level == 0 && !rings ? room_.last_row : room_.row;
            const auto most =
                std::max<std::size_t>(1, static_cast<std::size_t>(room_.height / row));
            // Level 0 waits for nothing outside: it stands at the right.
            const auto column = static_cast<float>(columns - 1 - level);
            float x = 0.0F;
            if (rings) {
                x = (column + 0.5F) * width / static_cast<float>(columns);
            } else {
                const float last = room_.width - room_.label_width - room_.task_radius;
                const float first = room_.width * 0.1F + room_.task_radius;
                x = columns == 1
                        ? (first + last) / 2.0F
                        : first + (last - first) * column / static_cast<float>(columns - 1);
            }
            const auto& nodes = outer_levels_[level];
            const std::size_t shown = std::min(nodes.size(), most);
            layout_.left_out += nodes.size() - shown;
            for (std::size_t i = 0; i < shown; ++i) {
                const float y =
                    room_.height * (static_cast<float>(i) + 0.5F) / static_cast<float>(shown);
                place(nodes[i], x, y, -1);
            }
        }
    }

    void place(const WaitNode& node, float x, float y, int ring) {
        index_of_[key_of(node)] = layout_.nodes.size();
        layout_.nodes.push_back({node, x, y, ring});
    }

    void add_edges() {
        for (const WaitEdge& edge : graph_.edges) {
            const auto from = index_of_.find(key_of(edge.from));
            const auto to = index_of_.find(key_of(edge.to));
            if (from == index_of_.end() || to == index_of_.end()) {
                continue;
            }
            const int ring = ring_of(edge).value_or(-1);
            if (ring >= 0 || (!hidden(from->second, to->second) && !implied(edge))) {
                layout_.edges.push_back({from->second, to->second, edge.holds, ring});
            }
        }
    }

    // There is a longer way from its beginning to its end: the arrow would say nothing new, and
    // cross others.
    [[nodiscard]] bool implied(const WaitEdge& edge) const {
        if (ring_of_.contains(key_of(edge.to))) {
            return false;  // inside a ring there is a way from everyone to everyone
        }
        std::set<Key> seen{key_of(edge.from)};
        std::vector<WaitNode> open;
        const auto visit = [&](const WaitNode& node) {
            for (const WaitEdge& next : graph_.edges) {
                const bool same = next.from == edge.from && next.to == edge.to;
                if (next.from == node && !same && index_of_.contains(key_of(next.to)) &&
                    seen.insert(key_of(next.to)).second) {
                    open.push_back(next.to);
                }
            }
        };
        visit(edge.from);
        while (!open.empty() && !seen.contains(key_of(edge.to))) {
            const WaitNode node = open.back();
            open.pop_back();
            visit(node);
        }
        return seen.contains(key_of(edge.to));
    }

    // Whoever waits for several members of one ring gets an arrow to the nearest of them only;
    // arrows to the others would cross the ring.
    [[nodiscard]] bool hidden(std::size_t from, std::size_t to) const {
        const auto distance = [&](std::size_t node) {
            return std::hypot(layout_.nodes[node].x - layout_.nodes[from].x,
                              layout_.nodes[node].y - layout_.nodes[from].y);
        };
        if (layout_.nodes[to].ring < 0 || layout_.nodes[from].ring >= 0) {
            return false;
        }
        return std::ranges::any_of(graph_.edges, [&](const WaitEdge& other) {
            const auto end = index_of_.find(key_of(other.to));
            return other.from == layout_.nodes[from].node && end != index_of_.end() &&
                   end->second != to && layout_.nodes[end->second].ring == layout_.nodes[to].ring &&
                   distance(end->second) < distance(to);
        });
    }

    [[nodiscard]] std::optional<int> ring_of(const WaitEdge& edge) const {
        for (std::size_t i = 0; i < graph_.cycles.size(); ++i) {
            const auto& nodes = graph_.cycles[i];
            for (std::size_t k = 0; k < nodes.size(); ++k) {
                if (nodes[k] == edge.from && nodes[(k + 1) % nodes.size()] == edge.to) {
                    return static_cast<int>(i);
                }
            }
        }
        return std::nullopt;
    }

    const WaitGraph& graph_;
    const GraphRoom& room_;
    GraphLayout layout_;
    std::map<Key, int> ring_of_;
    std::map<Key, std::size_t> index_of_;
    std::vector<std::vector<WaitNode>> outer_levels_;
};

}  // namespace

GraphLayout layout_graph(const WaitGraph& graph, const GraphRoom& room) {
    return Placer(graph, room).run();
}

}  // namespace coroscope::gui
