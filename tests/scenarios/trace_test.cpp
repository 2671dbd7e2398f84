// What the runtime really writes, put to the readers of traces.
#include <doctest/doctest.h>

#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "runtime/formats/chrome.h"
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

/// How many workers of executors have done something.
std::size_t workers_at_work(const Trace& trace) {
    std::set<std::pair<ObjectId, std::uint8_t>> workers;
    for (EventIndex i = 0; i < trace.size(); ++i) {
        if (trace[i].kind == EventKind::JobStarted) {
            workers.emplace(trace[i].subject, trace[i].detail);
        }
    }
    return workers.size();
}

Trace trace_of(const std::string& run) { return simulate(std::get<RunSpec>(parse_runspec(run))); }

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
        CHECK(read.threads.size() ==
              timeline.tasks().size() + workers_at_work(timeline.trace()) + 1);
        CHECK(read.slices.at(1).size() == timeline.steps().size());
        CHECK(read.document.at("metadata").at("runspec") == timeline.trace().info().runspec);
    }
}
