// What the lessons of the topic "races" say about runs with other parameters.
#include <doctest/doctest.h>

#include <array>

#include "tests/support/claims.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

const std::array kClaims = {
    Claim("races/lost-update?pause=0ms", Expected()
                                             .finding("lost-update")
                                             .check_fails("every increment counts")
                                             .ends_at(0ms)
                                             .result("1")),
    Claim("races/lost-update?workers=10&pause=0ms", Expected()
                                                        .finding("lost-update")
                                                        .check_fails("every increment counts")
                                                        .ends_at(0ms)
                                                        .result("1")),
    Claim("races/lost-update?workers=10&pause=0ms&seed=3&policy=random",
          Expected()
              .finding("lost-update")
              .check_fails("every increment counts")
              .ends_at(0ms)
              .result("5")),
    Claim("races/lost-update?workers=10&pause=0ms&policy=lifo",
          Expected().ends_at(0ms).result("10")),
    Claim("races/lost-update?variant=fixed&workers=10", Expected().ends_at(10ms).result("10")),
    Claim("races/lost-update?workers=3", Expected()
                                             .finding("lost-update")
                                             .check_fails("every increment counts")
                                             .ends_at(1ms)
                                             .result("1")),
};

}  // namespace

TEST_CASE("what the lessons of the topic races say about other parameters is true") {
    check_claims(kClaims);
}

TEST_CASE("with a real pause the lost update happens in every order that chance can think of") {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        RunSpec spec;
        spec.scenario = "races/lost-update";
        spec.parameters = {{"workers", "10"}};
        spec.policy = "random";
        spec.seed = seed;
        CAPTURE(seed);
        CHECK(result_of_main(simulate(spec)) == "1");
    }
}
