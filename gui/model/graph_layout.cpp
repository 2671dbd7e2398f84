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
    // Rings that share a node are one tangle: they stand on one ellipse.
    void find_rings() {
        for (const std::vector<WaitNode>& cycle : graph_.cycles) {
            std::optional<std::size_t> home;
            for (const WaitNode& node : cycle) {
                if (const auto known = ring_of_.find(key_of(node)); known != ring_of_.end()) {
                    home = home ? join(*home, known->second) : known->second;
                }
            }
            if (!home) {
                home = tangles_.size();
                tangles_.emplace_back();
            }
            add_cycle(cycle, *home);
        }
        std::map<std::size_t, std::size_t> place;  // without those that were joined to others
        std::vector<std::vector<WaitNode>> left;
        for (std::size_t i = 0; i < tangles_.size(); ++i) {
            if (!tangles_[i].empty()) {
                place[i] = left.size();
                left.push_back(std::move(tangles_[i]));
            }
        }
        tangles_ = std::move(left);
        for (auto& [node, ring] : ring_of_) {
            ring = place.at(ring);
        }
    }

    std::size_t join(std::size_t one, std::size_t other) {
        if (one != other) {
            for (const WaitNode& node : tangles_[other]) {
                ring_of_[key_of(node)] = one;
                tangles_[one].push_back(node);
            }
            tangles_[other].clear();
        }
        return one;
    }

    // New nodes stand beside those that lead to the same one.
    void add_cycle(const std::vector<WaitNode>& cycle, std::size_t home) {
        std::vector<WaitNode>& nodes = tangles_[home];
        for (std::size_t i = 0; i < cycle.size(); ++i) {
            const WaitNode& node = cycle[i];
            const Key next = key_of(cycle[(i + 1) % cycle.size()]);
            in_ring_.emplace(key_of(node), next);
            if (!ring_of_.try_emplace(key_of(node), home).second) {
                continue;
            }
            const auto alike = std::find_if(nodes.rbegin(), nodes.rend(), [&](const WaitNode& one) {
                return in_ring_.contains({key_of(one), next});
            });
            nodes.insert(alike == nodes.rend() ? nodes.end() : alike.base(), node);
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
        const std::size_t count = tangles_.size();
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
            const auto& nodes = tangles_[i];
            Ellipse ring{left + (column + 0.5F) * cell_w, (row + 0.5F) * cell_h, 0.0F, 0.0F,
                         nodes.size()};
            ring.rx =
                std::min(cell_w / 2.0F - room_.task_radius - 44.0F * room_.task_radius / 24.0F,
                         cell_h * (nodes.size() <= kFewNodes ? 1.25F : 3.0F));
            ring.rx = std::max(ring.rx, room_.task_radius * 1.6F);
            ring.ry = std::max(cell_h / 2.0F - room_.task_radius - 6.0F, room_.task_radius);
            layout_.rings.push_back(ring);
            for (std::size_t k = 0; k < nodes.size(); ++k) {
                const double angle = std::numbers::pi + 2.0 * std::numbers::pi *
                                                            static_cast<double>(k) /
                                                            static_cast<double>(nodes.size());
                place(nodes[k], ring.x + ring.rx * static_cast<float>(std::cos(angle)),
                      ring.y + ring.ry * static_cast<float>(std::sin(angle)), static_cast<int>(i));
            }
        }
    }

    [[nodiscard]] float half_width(const WaitNode& node) const {
        if (room_.half_width) {
            return room_.half_width(node);
        }
        return node.is_task ? room_.task_radius : 62.0F;
    }

    /// The columns of the outer nodes, from left to right: their places, and how wide the boxes in
    /// them may be, as a part of what they need.
    struct Columns {
        std::vector<float> x;
        float boxes = 1.0F;
    };

    // Evenly, with room for words at the right, if nothing touches then; else as close as what
    // stands in them allows; boxes get narrower before they cover each other.
    [[nodiscard]] Columns columns() const {
        const std::size_t count = outer_levels_.size();
        std::vector<float> tasks(count, 0.0F);
        std::vector<float> boxes(count, 0.0F);
        for (std::size_t level = 0; level < count; ++level) {
            for (const WaitNode& node : outer_levels_[level]) {
                float& widest = (node.is_task ? tasks : boxes)[count - 1 - level];
                widest = std::max(widest, half_width(node));
            }
        }
        Columns columns;
        const auto half = [&](std::size_t column) {
            return std::max(tasks[column], boxes[column] * columns.boxes);
        };
        const float last = room_.width - room_.label_width - room_.task_radius;
        const float first = room_.width * 0.1F + room_.task_radius;
        if (count == 1) {
            columns.x = {(first + last) / 2.0F};
            return columns;
        }
        const float gap = room_.task_radius;  // for an arrow
        bool touches = false;
        for (std::size_t i = 0; i < count; ++i) {
            columns.x.push_back(first + (last - first) * static_cast<float>(i) /
                                            static_cast<float>(count - 1));
            touches = touches || (i > 0 && columns.x[i] - columns.x[i - 1] <
                                               half(i - 1) + half(i) + gap / 2.0F);
        }
        if (!touches) {
            return columns;
        }
        const float gaps = gap * static_cast<float>(count - 1);
        const auto needed = [&] {
            float sum = gaps;
            for (std::size_t i = 0; i < count; ++i) {
                sum += 2.0F * half(i);
            }
            return sum;
        };
        for (columns.boxes = 1.0F; columns.boxes > 0.3F && needed() > room_.width;) {
            columns.boxes -= 0.05F;
        }
        const float spare = std::max(0.0F, room_.width - room_.label_width - needed());
        float x = spare / 2.0F;
        for (std::size_t i = 0; i < count; ++i) {
            columns.x[i] = x + half(i);
            x += 2.0F * half(i) + gap;
        }
        return columns;
    }

    void place_levels(float width, bool rings) {
        const std::size_t count = outer_levels_.size();
        const Columns places = rings || count == 0 ? Columns() : columns();
        for (std::size_t level = 0; level < count; ++level) {
            const float row = level == 0 && !rings ? room_.last_row : room_.row;
            const auto most =
                std::max<std::size_t>(1, static_cast<std::size_t>(room_.height / row));
            // Level 0 waits for nothing outside: it stands at the right.
            const std::size_t column = count - 1 - level;
            const float x =
                rings ? (static_cast<float>(column) + 0.5F) * width / static_cast<float>(count)
                      : places.x[column];
            const auto& nodes = outer_levels_[level];
            const std::size_t shown = std::min(nodes.size(), most);
            layout_.left_out += nodes.size() - shown;
            for (std::size_t i = 0; i < shown; ++i) {
                const float y =
                    room_.height * (static_cast<float>(i) + 0.5F) / static_cast<float>(shown);
                place(nodes[i], x, y, -1);
                if (!nodes[i].is_task) {
                    layout_.nodes.back().half_width = half_width(nodes[i]) * places.boxes;
                }
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
            const bool in_ring = in_ring_.contains({key_of(edge.from), key_of(edge.to)});
            if (in_ring || (!hidden(from->second, to->second) && !implied(edge))) {
                const int ring = in_ring ? along(edge) : -1;
                layout_.edges.push_back(
                    {from->second, to->second, edge.holds, ring, in_ring && ring < 0});
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

    // The ellipse on which the end of an arrow stands next to its beginning, -1 if it does not.
    [[nodiscard]] int along(const WaitEdge& edge) const {
        const std::size_t ring = ring_of_.at(key_of(edge.from));
        const std::vector<WaitNode>& nodes = tangles_[ring];
        const auto from = std::ranges::find(nodes, edge.from);
        const auto next = std::next(from) == nodes.end() ? nodes.begin() : std::next(from);
        return *next == edge.to ? static_cast<int>(ring) : -1;
    }

    const WaitGraph& graph_;
    const GraphRoom& room_;
    GraphLayout layout_;
    std::vector<std::vector<WaitNode>> tangles_;  ///< in the order in which they stand
    std::map<Key, std::size_t> ring_of_;          ///< index into tangles_
    std::set<std::pair<Key, Key>> in_ring_;       ///< the arrows of all rings
    std::map<Key, std::size_t> index_of_;
    std::vector<std::vector<WaitNode>> outer_levels_;
};

}  // namespace

GraphLayout layout_graph(const WaitGraph& graph, const GraphRoom& room) {
    return Placer(graph, room).run();
}

}  // namespace coroscope::gui
