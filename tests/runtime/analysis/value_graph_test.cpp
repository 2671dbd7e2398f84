#include "runtime/analysis/value_graph.h"

#include <doctest/doctest.h>

#include <string>

#include "scenarios/simulate.h"
#include "tests/support/random_trace.h"

namespace coroscope {
namespace {

Timeline run_of(std::string_view text) {
    return Timeline(simulate(std::get<RunSpec>(parse_runspec(text))));
}

ObjectId counter_of(const Timeline& timeline) {
    for (const ResourceInfo& resource : timeline.resources()) {
        if (resource.type == ResourceType::Variable) {
            return resource.id;
        }
    }
    return 0;
}

std::string value(const Timeline& timeline, const ValueWrite& write) {
    return std::string(timeline.trace().text(write.value));
}

TEST_CASE("two writes that build on one value: the second loses the first") {
    const Timeline timeline = run_of("races/lost-update");
    const ValueGraph graph = value_graph(timeline, counter_of(timeline));
    REQUIRE(graph.writes.size() == 3);
    CHECK(value(timeline, graph.writes[0]) == "0");
    CHECK_FALSE(graph.writes[0].base);
    CHECK(graph.writes[1].base == 0);
    CHECK_FALSE(graph.writes[1].loses);
    CHECK(graph.writes[2].base == 0);
    CHECK(graph.writes[2].loses);
    CHECK(value(timeline, graph.writes[2]) == "1");
}

TEST_CASE("with a lock each write builds on the one before") {
    const Timeline timeline = run_of("races/lost-update?variant=fixed&workers=4");
    const ValueGraph graph = value_graph(timeline, counter_of(timeline));
    REQUIRE(graph.writes.size() == 5);
    for (std::size_t i = 1; i < graph.writes.size(); ++i) {
        CHECK(graph.writes[i].base == i - 1);
        CHECK_FALSE(graph.writes[i].loses);
    }
}

TEST_CASE("of many writes those around an event are told, and how many are not") {
    const Timeline timeline = run_of("races/lost-update?variant=fixed&workers=20");
    const ObjectId counter = counter_of(timeline);
    const ValueGraph all = value_graph(timeline, counter, {.most = 100});
    REQUIRE(all.writes.size() == 21);
    const EventIndex tenth = all.writes[10].event;
    const ValueGraph some = value_graph(timeline, counter, {.around = tenth, .most = 5});
    REQUIRE(some.writes.size() == 5);
    CHECK(some.before + some.writes.size() + some.after == all.writes.size());
    CHECK(some.writes.front().event <= tenth);
    CHECK(some.writes.back().event >= tenth);
    CHECK_FALSE(some.writes.front().base);  // it is further back
    CHECK(value_graph(timeline, counter, {.around = 0, .most = 3}).before == 0);
}

TEST_CASE("what is no variable has no values, and nonsense is no reason to crash") {
    const Timeline timeline = run_of("deadlocks/ab-ba");
    CHECK(value_graph(timeline, 1).writes.empty());
    CHECK(value_graph(timeline, 9999).writes.empty());
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const Timeline wild(random_trace({.seed = seed, .events = 300, .nonsense = true}));
        for (const ResourceInfo& resource : wild.resources()) {
            for (const ValueWrite& write : value_graph(wild, resource.id, {.around = 100}).writes) {
                CHECK(write.event < wild.trace().size());
            }
        }
    }
}

}  // namespace
}  // namespace coroscope
