#include "runtime/formats/chrome_states.h"

#include <doctest/doctest.h>

#include "tests/runtime/formats/chrome_parts.h"

using namespace coroscope;

TEST_CASE("thread states are known by the names of the scheduler, overlapping ones are left out") {
    const test::Parts parts(R"json([{"ph":"T","name":"Running","ts":1,"dur":2,"tid":1},
        {"ph":"T","name":"R+","ts":3,"dur":2,"tid":1},{"ph":"T","name":"S","ts":4,"dur":5,"tid":1},
        {"ph":"T","name":"D","ts":5,"dur":1,"tid":1},{"ph":"T","name":"Exit (Dead)","ts":6,"dur":0,
        "tid":1},{"ph":"T","name":"no state","ts":7,"tid":1}])json");
    const auto states = states_by_thread(parts.file, parts.laid_out);
    std::vector<ChromeStateKind> kinds;
    for (const ChromeState& state : states.at(0)) {
        kinds.push_back(state.kind);
    }
    CHECK(kinds == std::vector<ChromeStateKind>{ChromeStateKind::Running, ChromeStateKind::Ready,
                                                ChromeStateKind::Waiting, ChromeStateKind::Over});
    CHECK(states[0][1].begin == 3000);
    CHECK(states[0][1].end == 5000);
}

TEST_CASE("outcomes are known by name") {
    CHECK(outcome_named("hang") == Outcome::Hang);
    CHECK(outcome_named("none") == Outcome::None);
    CHECK(outcome_named("whatever") == Outcome::Stopped);
}

TEST_CASE("the times of our own export are those of the run again") {
    const test::Parts parts(R"({"traceEvents":[
        {"ph":"X","cat":"state","name":"created","ts":0,"dur":0.001,
         "args":{"virtual_begin_ns":0,"virtual_end_ns":0}},
        {"ph":"X","cat":"state","name":"sleeping","ts":0.001,"dur":9.999,
         "args":{"virtual_begin_ns":0,"virtual_end_ns":5000}}],
        "metadata":{"outcome":"finished","axis":"virtual time"}})");
    CHECK(parts.file.by_coroscope);
    const OwnTimes times(parts.file, parts.laid_out);
    CHECK(times.at(-5) == 0);
    CHECK(times.at(1) == 0);
    CHECK(times.at(10'000) == 5000);
}
