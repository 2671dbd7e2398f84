#include "gui/model/graph_cut.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/support/heavy_runs.h"
#include "tests/support/sample_runs.h"

using namespace coroscope;
using namespace coroscope::gui;
namespace heavy = coroscope::test::heavy;

namespace {

bool has(const WaitGraph& graph, const WaitNode& node) {
    return std::ranges::find(graph.nodes, node) != graph.nodes.end();
}

}  // namespace

TEST_CASE("a graph that can be read stays as it is") {
    const Timeline timeline = coroscope::test::deadlock_run();
    for (EventIndex i = 0; i < timeline.trace().size(); ++i) {
        const WaitGraph whole = wait_graph(timeline, i);
        const ReadableGraph cut = readable(whole);
        CHECK(cut.left_out == 0);
        CHECK(cut.left_out_of_ring == 0);
        CHECK(cut.graph.nodes == whole.nodes);
        CHECK(cut.graph.edges == whole.edges);
        CHECK(cut.graph.cycles == whole.cycles);
    }
}

TEST_CASE("of a ring of a thousand locks the beginning is left, and the rest is counted") {
    const Timeline timeline(heavy::made(heavy::ring_of_locks(1'000)));
    // Before the run abandons its tasks.
    EventIndex at = timeline.trace().size() - 1;
    while (at > 0 && wait_graph(timeline, at).cycles.empty()) {
        --at;
    }
    const WaitGraph whole = wait_graph(timeline, at);
    REQUIRE(whole.cycles.size() == 1);
    CHECK(whole.cycles[0].size() == 2'000);
    const ReadableGraph cut = readable(whole);
    REQUIRE(cut.graph.cycles.size() == 1);
    CHECK(cut.graph.cycles[0].size() == GraphCut{}.most_in_ring);
    CHECK(cut.left_out_of_ring == 2'000 - GraphCut{}.most_in_ring);
    CHECK(cut.left_out + cut.graph.nodes.size() == whole.nodes.size());
    CHECK(cut.graph.nodes.size() <= GraphCut{}.most_in_ring + GraphCut{}.most_outside + 1);
    for (const WaitEdge& edge : cut.graph.edges) {
        CHECK(has(cut.graph, edge.from));
        CHECK(has(cut.graph, edge.to));
    }
}

TEST_CASE("what a trace does not name is not drawn, and who waits for it is counted") {
    WaitGraph whole;
    const WaitNode task{.is_task = true, .id = 1};
    const WaitNode nothing{.is_task = false, .id = 0};
    whole.nodes = {task, nothing};
    whole.edges = {{.from = task, .to = nothing}};
    whole.resources = {{.resource = 0, .type = ResourceType::None, .waiters = {1}}};
    const ReadableGraph cut = readable(whole);
    CHECK(cut.graph.nodes.empty());
    CHECK(cut.graph.edges.empty());
    CHECK(cut.left_out == 1);
}
