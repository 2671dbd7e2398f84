// Every scenario does what its descriptor says, on its defaults and at the ends of its parameters'
// ranges. The tests are driven by the catalogue, so they grow with it.
#include <doctest/doctest.h>

#include <algorithm>

#include "runtime/analysis/finding.h"
#include "runtime/trace/ctrace.h"
#include "runtime/trace/timeline.h"
#include "scenarios/duration_text.h"
#include "scenarios/scenario.h"
#include "scenarios/simulate.h"
#include "tests/support/claims.h"

namespace coroscope {
namespace {

RunSpec spec_of(const Scenario& scenario, std::string_view variant) {
    RunSpec spec;
    spec.scenario = scenario.info().id;
    spec.variant = variant;
    return spec;
}

std::vector<std::string_view> variants_of(const Scenario& scenario) {
    std::vector<std::string_view> names = scenario.info().variants;
    if (names.empty()) {
        names.emplace_back("");
    }
    return names;
}

template <class Do>
void for_each_variant(Do what) {
    for (const Scenario* const scenario : catalogue()) {
        for (const std::string_view variant : variants_of(*scenario)) {
            CAPTURE(scenario->info().id);
            CAPTURE(variant);
            what(*scenario, variant);
        }
    }
}

TEST_CASE("each scenario with its defaults ends as its descriptor says") {
    for_each_variant([](const Scenario& scenario, std::string_view variant) {
        test::check_run(simulate(spec_of(scenario, variant)), scenario.variant(variant)->expected);
    });
}

TEST_CASE("a variant without findings has none under twenty seeds of the random policy either") {
    for_each_variant([](const Scenario& scenario, std::string_view variant) {
        if (!scenario.variant(variant)->expected.findings.empty()) {
            return;
        }
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            RunSpec spec = spec_of(scenario, variant);
            spec.policy = "random";
            spec.seed = seed;
            const Timeline timeline(simulate(spec));
            CAPTURE(to_text(spec));
            for (const Finding& finding : find_all(timeline)) {
                CHECK_MESSAGE(false, finding.kind, ": ",
                              to_string(finding.statement, Language::English));
            }
        }
    });
}

TEST_CASE("each kind that a descriptor expects is a kind of finding") {
    for_each_variant([](const Scenario& scenario, std::string_view variant) {
        for (const std::string& expected : scenario.variant(variant)->expected.findings) {
            CHECK(std::ranges::any_of(
                finding_kinds(), [&](const FindingKind& kind) { return kind.name == expected; }));
        }
    });
}

TEST_CASE("each scenario ends within its budget at both ends of every parameter") {
    for_each_variant([](const Scenario& scenario, std::string_view variant) {
        for (const ParameterInfo& parameter : scenario.info().parameters) {
            for (const std::int64_t value : {parameter.least, parameter.most}) {
                RunSpec spec = spec_of(scenario, variant);
                const bool is_time = parameter.type == ParameterType::Time;
                spec.parameters.emplace_back(
                    parameter.name, is_time ? duration_text(value) : std::to_string(value));
                CAPTURE(to_text(spec));
                const auto checked = check(spec);
                REQUIRE(std::holds_alternative<RunSpec>(checked));
                const Trace trace = simulate(std::get<RunSpec>(checked));
                CHECK(trace.complete());
                CHECK(Timeline(trace).outcome() != Outcome::Budget);
                CHECK(Timeline(trace).outcome() != Outcome::Failed);
            }
        }
    });
}

TEST_CASE(
    "each scenario ends with every policy and ten seeds, and the same RunSpec gives the same "
    "bytes") {
    for_each_variant([](const Scenario& scenario, std::string_view variant) {
        for (const std::string_view policy : {"fifo", "lifo", "random", "priority"}) {
            for (std::uint64_t seed = 1; seed <= 10; ++seed) {
                RunSpec spec = spec_of(scenario, variant);
                spec.policy = policy;
                spec.seed = seed;
                const Trace trace = simulate(spec);
                CAPTURE(to_text(spec));
                CHECK(trace.complete());
                CHECK(Timeline(trace).outcome() != Outcome::Budget);
                CHECK(encode_ctrace(trace) == encode_ctrace(simulate(spec)));
            }
        }
    });
}

TEST_CASE("the choices that a random run made, as a script, give the same run") {
    RunSpec spec;
    spec.scenario = "races/lost-update";
    spec.parameters = {{"workers", "5"}, {"pause", "0ms"}};
    spec.policy = "random";
    spec.seed = 3;
    const Trace random = simulate(spec);
    RunSpec scripted = spec;
    scripted.policy = "fifo";
    for (EventIndex i = 0; i < random.size(); ++i) {
        if (random[i].kind == EventKind::ChoiceMade) {
            scripted.choices.push_back(static_cast<std::uint32_t>(random[i].a));
        }
    }
    CHECK(scripted.choices.size() > 3);
    const Trace again = simulate(scripted);
    REQUIRE(again.size() == random.size());
    for (EventIndex i = 0; i < random.size(); ++i) {
        CHECK(again[i] == random[i]);
    }
}

// The sanitizers see what it leaves behind.
TEST_CASE("every scenario can be stopped anywhere") {
    for_each_variant([](const Scenario& scenario, std::string_view variant) {
        const RunSpec spec = spec_of(scenario, variant);
        static constexpr std::uint64_t kMost = 5'000;
        static constexpr std::uint64_t kStops = 24;
        const Trace whole = simulate(spec, {.events = kMost});
        for (std::uint64_t i = 1; i <= kStops; ++i) {
            const std::uint64_t events =
                std::max<std::uint64_t>(1, whole.size() * i / (kStops + 1));
            CAPTURE(events);
            const Trace trace = simulate(spec, {.events = events});
            const bool stopped = Timeline(trace).outcome() == Outcome::Budget;
            // The last steps of a run may stand beyond the budget already.
            CHECK((stopped || trace.size() == whole.size()));
        }
    });
}

TEST_CASE("the log of cooperative alternates, and its times are exact") {
    const Trace trace = simulate(spec_of(*find_scenario("basics/cooperative"), ""));
    const Timeline timeline(trace);
    std::vector<std::string> log;
    for (const EventIndex event : timeline.log()) {
        log.push_back(format_duration(trace[event].time) + " " +
                      std::string(trace.text(trace[event].b)));
    }
    REQUIRE(log.size() == 10);
    CHECK(log[0] == "0 ms A works on item 1");
    CHECK(log[1] == "0 ms B works on item 1");
    CHECK(log[8] == "400 ms A works on item 5");
    CHECK(log[9] == "400 ms B works on item 5");
}

TEST_CASE("every item in a queue has words that the window can show") {
    for_each_variant([](const Scenario& scenario, std::string_view variant) {
        const Trace trace = simulate(spec_of(scenario, variant));
        for (EventIndex i = 0; i < trace.size(); ++i) {
            if (trace[i].kind == EventKind::QueuePut && trace.text(trace[i].b).empty()) {
                FAIL_CHECK("an item without words");
                break;
            }
        }
    });
}

TEST_CASE("every scenario has its source text, and says where its lines are") {
    for (const Scenario* const scenario : catalogue()) {
        CAPTURE(scenario->info().id);
        CHECK(source_text(*scenario).find("const Scenario k") != std::string_view::npos);
        const Trace trace = simulate(spec_of(*scenario, ""));
        bool own_line = false;
        for (std::size_t id = 1; id < trace.site_count(); ++id) {
            own_line = own_line ||
                       trace.site(static_cast<SiteId>(id)).file == scenario->info().source_file;
        }
        CHECK(own_line);
    }
}

TEST_CASE("a scenario that is misspelt gets suggestions, one that is like nothing gets none") {
    CHECK(similar_scenarios("races/lost-updat").front() == "races/lost-update");
    CHECK(similar_scenarios("lost-update").front() == "races/lost-update");
    CHECK(similar_scenarios("abba").front() == "deadlocks/ab-ba");
    CHECK(similar_scenarios("gli").front() == "blocking/gil");
    CHECK(similar_scenarios("completely/different-thing-altogether-here").empty());
}

}  // namespace
}  // namespace coroscope
