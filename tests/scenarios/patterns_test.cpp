// What the lessons of the topic "patterns" say about runs with other parameters.
#include <doctest/doctest.h>

#include <array>

#include "runtime/trace/timeline.h"
#include "tests/support/claims.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

const std::array kClaims = {
    Claim("patterns/producer-consumer", Expected().ends_at(2200ms).result("16 items")),
    Claim("patterns/producer-consumer?size=0", Expected().ends_at(2200ms).result("16 items")),
    Claim("patterns/producer-consumer?size=1", Expected().ends_at(2200ms).result("16 items")),
    Claim("patterns/producer-consumer?consumers=1", Expected().ends_at(4900ms).result("16 items")),
    Claim("patterns/producer-consumer?consumers=5", Expected().ends_at(1750ms).result("16 items")),
    Claim("patterns/producer-consumer?consumers=6", Expected().ends_at(2s).result("16 items")),
    Claim("patterns/producer-consumer?producers=1&consumers=1",
          Expected().ends_at(2500ms).result("8 items")),
};

}  // namespace

TEST_CASE("what the lessons of the topic patterns say about other parameters is true") {
    check_claims(kClaims);
}

TEST_CASE("the queue of producer-consumer is full at the steps and times that its lesson names") {
    RunSpec spec;
    spec.scenario = "patterns/producer-consumer";
    const Trace trace = simulate(spec);
    const Timeline timeline(trace);
    std::vector<std::size_t> full;     // the steps that fill the queue, from 1
    std::vector<std::size_t> waiting;  // the steps that end because it is full
    for (std::size_t i = 0; i < timeline.steps().size(); ++i) {
        for (EventIndex event = timeline.steps()[i].first; event <= timeline.steps()[i].last;
             ++event) {
            if (trace[event].kind == EventKind::QueuePut && trace[event].a == 5) {
                full.push_back(i + 1);
            }
        }
        const TraceEvent& last = trace[timeline.steps()[i].last];
        if (last.kind == EventKind::TaskSuspended &&
            last.detail == static_cast<std::uint8_t>(WaitReason::QueuePut)) {
            waiting.push_back(i + 1);
        }
    }
    REQUIRE(full.size() >= 2);
    REQUIRE(waiting.size() >= 2);
    CHECK(full[0] == 21);
    CHECK(timeline.steps()[20].begin == Duration(600ms).count());
    CHECK(full[1] == 25);
    CHECK(timeline.steps()[24].begin == Duration(750ms).count());
    CHECK(waiting[0] == 26);
    CHECK(waiting[1] == 27);
}
