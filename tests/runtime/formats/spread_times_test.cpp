#include "runtime/formats/spread_times.h"

#include <doctest/doctest.h>

#include "tests/runtime/trace/trace_builder.h"
#include "tests/support/random_trace.h"

using namespace coroscope;

namespace {

double microseconds(std::uint64_t ns) {
    return static_cast<double>(ns / 1000) + static_cast<double>(ns % 1000) / 1000;
}

}  // namespace

TEST_CASE("events of one instant lie 10 ns apart, and later ones at their own time") {
    TraceBuilder t;
    t.iteration();
    t.iteration();
    t.iteration();
    t.at(2).iteration();
    t.at(100).iteration();
    const SpreadTimes times(t.trace());
    CHECK(times.of(0) == 0);
    CHECK(times.of(1) == 10);
    CHECK(times.of(2) == 20);
    CHECK(times.of(3) == 30);
    CHECK(times.of(4) == 100);
    CHECK(times.of(5) == 110);
    CHECK(times.of(kNoEvent) == 110);
    CHECK(axis_note(times).find("at least 10 ns") != std::string::npos);
}

TEST_CASE("an empty trace ends at 0") { CHECK(SpreadTimes(Trace()).of(kNoEvent) == 0); }

TEST_CASE("spread times grow with every event, of nonsense too, and a double keeps them apart") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const Trace trace = random_trace({.seed = seed, .events = 800, .nonsense = true});
        const SpreadTimes times(trace);
        for (EventIndex i = 0; i < trace.size(); ++i) {
            REQUIRE(microseconds(times.of(i)) < microseconds(times.of(i + 1)));
        }
        REQUIRE(times.of(kNoEvent) < (std::uint64_t{1} << 63));
    }
}
