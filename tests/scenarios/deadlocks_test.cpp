// What the lessons of the topic "deadlocks" say about runs with other parameters.
#include <doctest/doctest.h>

#include <array>

#include "runtime/trace/timeline.h"
#include "tests/support/claims.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

const std::array kClaims = {
    Claim("deadlocks/ab-ba?check=1s", Expected().finding("deadlock").hangs().ends_at(1s)),
    Claim("deadlocks/ab-ba?check=0ms", Expected().finding("deadlock").hangs().ends_at(0ms)),
    Claim("deadlocks/ab-ba?check=0ms&policy=random",
          Expected().ends_at(0ms).result("A has 90, B has 110")),
    Claim("deadlocks/ab-ba?variant=fixed&check=1s",
          Expected().ends_at(2s).result("A has 90, B has 110")),
};

}  // namespace

TEST_CASE("what the lessons of the topic deadlocks say about other parameters is true") {
    check_claims(kClaims);
}

TEST_CASE(
    "with a real check the two locks end in a deadlock in every order that chance can think of") {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        RunSpec spec;
        spec.scenario = "deadlocks/ab-ba";
        spec.policy = "random";
        spec.seed = seed;
        CAPTURE(seed);
        CHECK(Timeline(simulate(spec)).outcome() == Outcome::Hang);
    }
}
