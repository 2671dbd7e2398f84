// What the runtime really writes, put to the readers of traces.
#include <doctest/doctest.h>

#include <string>
#include <variant>
#include <vector>

#include "runtime/formats/chrome.h"
#include "runtime/formats/worker_lanes.h"
#include "runtime/trace/ctrace.h"
#include "runtime/trace/timeline.h"
#include "scenarios/catalogue.h"
#include "scenarios/simulate.h"
#include "tests/support/chrome_reader.h"
#include "tests/support/timeline_difference.h"

using namespace coroscope;

namespace {

/// Every scenario in every variant.
std::vector<std::string> runs() {
    std::vector<std::string> result;
    for (const Scenario* scenario : catalogue()) {
        const ScenarioInfo& what = info(*scenario);
        result.emplace_back(what.id);
        for (const std::string_view variant : what.variants) {
            result.push_back(std::string(what.id) + "?variant=" + std::string(variant));
        }
    }
    return result;
}

Trace trace_of(const std::string& run) { return simulate(std::get<RunSpec>(parse_runspec(run))); }

/// The loops of the run's threads have the first numbers.
std::size_t steps_in(const ChromeReader& read, std::size_t loops) {
    std::size_t steps = 0;
    for (const auto& [thread, slices] : read.slices) {
        steps += static_cast<std::size_t>(thread) <= loops ? slices.size() : 0;
    }
    return steps;
}

}  // namespace

TEST_CASE("the timeline of every scenario says at every cursor what a plain replay says") {
    for (const std::string& run : runs()) {
        CAPTURE(run);
        CHECK(timeline_difference(trace_of(run)) == "");
    }
}

TEST_CASE("the trace of every scenario is saved and read back equal") {
    for (const std::string& run : runs()) {
        CAPTURE(run);
        const Trace trace = trace_of(run);
        const CtraceResult result = decode_ctrace(encode_ctrace(trace));
        CHECK(result.problem == "");
        REQUIRE(result.trace);
        CHECK(*result.trace == trace);
    }
}

TEST_CASE(
    "every scenario is exported to Chrome JSON that a viewer bears, with its tasks and steps") {
    for (const std::string& run : runs()) {
        CAPTURE(run);
        const Timeline timeline(trace_of(run));
        const ChromeReader read(encode_chrome(timeline, moments(timeline)));
        CHECK(read.fault() == "");
        const std::size_t loops = timeline.threads().size() + 1;
        const std::size_t workers = worker_lanes(timeline).size();
        CHECK(read.threads.size() == timeline.tasks().size() + loops + workers);
        CHECK(steps_in(read, loops) == timeline.steps().size());
        CHECK(read.document.at("metadata").at("runspec") == timeline.trace().info().runspec);
    }
}
