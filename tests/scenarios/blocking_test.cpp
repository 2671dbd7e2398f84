// What the lessons of the topic "blocking" say about runs with other parameters.
#include <doctest/doctest.h>

#include <array>

#include "tests/support/claims.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

const std::array kClaims = {
    Claim("blocking/blocking-sleep?call=50ms", Expected().ends_at(2500ms)),
    Claim("blocking/blocking-sleep?call=100ms", Expected().ends_at(2500ms)),
    Claim("blocking/blocking-sleep?call=1s", Expected().ends_at(3300ms)),
    Claim("blocking/blocking-sleep?call=300ms", Expected().ends_at(2600ms)),
};

}  // namespace

TEST_CASE("what the lessons of the topic blocking say about other parameters is true") {
    check_claims(kClaims);
}
