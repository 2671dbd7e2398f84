// What the lessons about batches and about phases say about runs with other parameters.
#include <doctest/doctest.h>

#include <array>

#include "tests/support/claims.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

const std::array kClaims = {
    Claim("combinators/batches?batch=25", Expected().ends_at(1s).result("23 pages, 2 failed")),
    Claim("combinators/batches?batch=1", Expected().ends_at(9800ms).result("23 pages, 2 failed")),
    Claim("combinators/batches?slow=200ms", Expected().ends_at(800ms)),
    Claim("combinators/batches?pause=0ms", Expected().ends_at(3s)),
    Claim("combinators/batches?items=22", Expected().ends_at(2400ms).result("20 pages, 2 failed")),
    Claim("combinators/batches?items=40&batch=20",
          Expected().ends_at(2100ms).result("36 pages, 4 failed")),

    Claim("combinators/barrier-phases?workers=8",
          Expected()
              .check_fails("the last cell has the sum of all")
              .ends_at(240ms)
              .result("1 3 7 13 23 37 57 83")),
    Claim("combinators/barrier-phases?variant=fixed&workers=8",
          Expected().ends_at(240ms).result("1 3 6 10 15 21 28 36")),
    Claim(
        "combinators/barrier-phases?pace=0ms",
        Expected().check_fails("the last cell has the sum of all").ends_at(0ms).result("1 3 7 13")),
    Claim("combinators/barrier-phases?pace=0ms&policy=lifo",
          Expected().ends_at(0ms).result("1 3 6 10")),
    Claim("combinators/barrier-phases?workers=2", Expected().ends_at(20ms).result("1 3")),
    Claim("combinators/barrier-phases?variant=fixed&workers=2",
          Expected().ends_at(20ms).result("1 3")),
    Claim("combinators/barrier-phases?variant=fixed&workers=16", Expected().ends_at(640ms)),
};

}  // namespace

TEST_CASE("what the lessons about batches and phases say about other parameters is true") {
    check_claims(kClaims);
}

TEST_CASE("with two barriers the sums are right in every order that chance can think of") {
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        RunSpec spec;
        spec.scenario = "combinators/barrier-phases";
        spec.variant = "fixed";
        spec.policy = "random";
        spec.seed = seed;
        CAPTURE(seed);
        CHECK(result_of_main(simulate(spec)) == "1 3 6 10");
    }
}
