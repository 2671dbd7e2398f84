// Where the wait-for graph's nodes stand.

#include "gui/model/graph_layout.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "gui/model/session.h"
#include "tests/gui/support/headless_window.h"

using namespace coroscope;
using namespace coroscope::gui;

namespace {

const GraphRoom kRoom{520.0F, 180.0F, 24.0F, 56.0F, 40.0F, 120.0F};

void check_inside(const GraphLayout& layout, const GraphRoom& room) {
    for (const PlacedNode& node : layout.nodes) {
        CHECK(node.x >= 0.0F);
        CHECK(node.x <= room.width);
        CHECK(node.y >= 0.0F);
        CHECK(node.y <= room.height);
    }
}

WaitNode task(std::uint32_t id) { return {true, id}; }
WaitNode lock(std::uint32_t id) { return {false, id}; }

WaitGraph ring_of(std::uint32_t first, int tasks) {
    WaitGraph graph;
    std::vector<WaitNode> cycle;
    for (int i = 0; i < tasks; ++i) {
        const auto id = first + static_cast<std::uint32_t>(i);
        cycle.push_back(task(id));
        cycle.push_back(lock(id));
    }
    graph.nodes = cycle;
    for (std::size_t i = 0; i < cycle.size(); ++i) {
        graph.edges.push_back({cycle[i], cycle[(i + 1) % cycle.size()], i % 2 == 1});
    }
    graph.cycles = {cycle};
    return graph;
}

void append(WaitGraph& graph, const WaitGraph& other) {
    graph.nodes.insert(graph.nodes.end(), other.nodes.begin(), other.nodes.end());
    graph.edges.insert(graph.edges.end(), other.edges.begin(), other.edges.end());
    graph.cycles.insert(graph.cycles.end(), other.cycles.begin(), other.cycles.end());
}

}  // namespace

TEST_CASE("a deadlock's tasks stand left and right, its locks above and below") {
    Session session;
    gui::test::open_run(session, "deadlocks/ab-ba", kNoEvent);
    const WaitGraph graph = wait_graph(session.timeline(), session.cursor());
    const GraphLayout layout = layout_graph(graph, kRoom);
    REQUIRE(layout.rings.size() == 1);
    const Ellipse& ring = layout.rings.front();
    for (const PlacedNode& node : layout.nodes) {
        if (node.ring == 0) {
            CHECK((node.node.is_task ? std::abs(node.y - ring.y) : std::abs(node.x - ring.x)) <
                  1.0F);
        } else {
            CHECK(node.x < ring.x - ring.rx);  // main waits from outside
        }
    }
    CHECK(std::ranges::count(layout.edges, 0, &PlacedEdge::ring) == 4);
    CHECK(layout.edges.size() == 5);  // and one arrow from main, to the nearest of the ring
    check_inside(layout, kRoom);
}

TEST_CASE("two rings are two ellipses that do not meet") {
    WaitGraph graph = ring_of(1, 2);
    append(graph, ring_of(10, 3));
    const GraphLayout layout = layout_graph(graph, {800.0F, 180.0F, 24.0F, 56.0F, 40.0F, 120.0F});
    REQUIRE(layout.rings.size() == 2);
    CHECK(layout.rings[0].x + layout.rings[0].rx < layout.rings[1].x - layout.rings[1].rx);
}

TEST_CASE(
    "rings that share locks or permits stand on one ellipse, and all their arrows are of it") {
    // Two tasks wait for permits of 5 that two others have, and the other way round.
    WaitGraph graph;
    graph.nodes = {task(1), task(2), task(3), task(4), lock(5), lock(6)};
    for (const std::uint32_t id : {1U, 2U}) {
        graph.edges.push_back({task(id), lock(5), false});
        graph.edges.push_back({lock(6), task(id), true});
        for (const std::uint32_t other : {3U, 4U}) {
            graph.cycles.push_back({task(id), lock(5), task(other), lock(6)});
        }
    }
    for (const std::uint32_t id : {3U, 4U}) {
        graph.edges.push_back({task(id), lock(6), false});
        graph.edges.push_back({lock(5), task(id), true});
    }
    const GraphLayout layout = layout_graph(graph, kRoom);
    CHECK(layout.rings.size() == 1);
    CHECK(std::ranges::count(layout.nodes, 0, &PlacedNode::ring) == 6);
    CHECK(std::ranges::count(layout.edges, 0, &PlacedEdge::ring) == 4);
    CHECK(std::ranges::count(layout.edges, true, &PlacedEdge::chord) == 4);
    for (std::size_t i = 0; i < layout.nodes.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            CHECK(std::hypot(layout.nodes[i].x - layout.nodes[k].x,
                             layout.nodes[i].y - layout.nodes[k].y) > kRoom.task_radius);
        }
    }
    check_inside(layout, kRoom);
}

TEST_CASE("a chain goes from left to right") {
    WaitGraph graph;
    graph.nodes = {task(1), lock(5), task(2), task(3)};
    graph.edges = {{task(1), lock(5), false}, {lock(5), task(2), true}, {task(2), task(3), false}};
    const GraphLayout layout = layout_graph(graph, kRoom);
    REQUIRE(layout.nodes.size() == 4);
    const auto x_of = [&](const WaitNode& node) {
        return std::ranges::find(layout.nodes, node, &PlacedNode::node)->x;
    };
    CHECK(x_of(task(1)) < x_of(lock(5)));
    CHECK(x_of(lock(5)) < x_of(task(2)));
    CHECK(x_of(task(2)) < x_of(task(3)));
    check_inside(layout, kRoom);
}

TEST_CASE("an arrow that a longer way implies is left out") {
    WaitGraph graph;
    graph.nodes = {task(1), task(2), task(3)};
    graph.edges = {{task(1), task(2), false}, {task(2), task(3), false}, {task(1), task(3), false}};
    CHECK(layout_graph(graph, kRoom).edges.size() == 2);
}

TEST_CASE("what does not fit is counted") {
    WaitGraph graph;
    graph.nodes.push_back(lock(1));
    for (std::uint32_t id = 1; id <= 100; ++id) {
        graph.nodes.push_back(task(id));
        graph.edges.push_back({task(id), lock(1), false});
    }
    const GraphLayout layout = layout_graph(graph, kRoom);
    CHECK(layout.nodes.size() + layout.left_out == 101);
    CHECK(layout.left_out > 0);
    check_inside(layout, kRoom);
}

TEST_CASE("wide boxes in four columns neither touch each other nor leave the room") {
    WaitGraph graph;
    graph.nodes = {task(1), task(2), lock(5), lock(6)};
    graph.edges = {{task(1), task(2), false}, {task(2), lock(5), false}, {lock(5), lock(6), true}};
    GraphRoom room = kRoom;
    for (const float width : {420.0F, 380.0F, 300.0F}) {
        room.width = width;
        room.half_width = [](const WaitNode& node) { return node.is_task ? 24.0F : 75.0F; };
        std::vector<PlacedNode> nodes = layout_graph(graph, room).nodes;
        REQUIRE(nodes.size() == 4);
        std::ranges::sort(nodes, {}, &PlacedNode::x);
        const auto half = [](const PlacedNode& node) {
            return node.node.is_task ? 24.0F : node.half_width;
        };
        CHECK(nodes.front().x - half(nodes.front()) >= 0.0F);
        CHECK(nodes.back().x + half(nodes.back()) <= width);
        for (std::size_t i = 1; i < nodes.size(); ++i) {
            CHECK(nodes[i].x - half(nodes[i]) > nodes[i - 1].x + half(nodes[i - 1]));
        }
    }
}

TEST_CASE("an empty graph is empty") { CHECK(layout_graph({}, kRoom).nodes.empty()); }
