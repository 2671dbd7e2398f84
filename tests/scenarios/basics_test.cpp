// What the lessons of the topic "basics" say about runs with other parameters.
#include <doctest/doctest.h>

#include <array>

#include "tests/support/claims.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

const std::array kClaims = {
    Claim("basics/hello-gather?first=3s",
          Expected().ends_at(3s).result("[A data, B data, C data]")),
    Claim("basics/hello-gather?second=1s", Expected().ends_at(1s)),
    Claim("basics/hello-gather?first=0s&second=0s&third=0s", Expected().ends_at(0ms)),
    Claim("basics/hello-gather?first=2s&second=4s&third=3s", Expected().ends_at(4s)),
    Claim("basics/sequential-vs-concurrent?delay=200ms", Expected().ends_at(600ms)),
    Claim("basics/sequential-vs-concurrent?variant=fixed&delay=200ms", Expected().ends_at(200ms)),
    Claim("basics/cooperative?pause=0ms", Expected().ends_at(0ms).result("ABABABABAB")),
    Claim("basics/cooperative?items=1", Expected().ends_at(100ms).result("AB")),
    Claim("basics/cooperative?seed=3&policy=random",
          Expected().ends_at(500ms).result("BABAABBABA")),
    Claim("basics/cooperative?pause=0ms&policy=lifo", Expected().ends_at(0ms).result("BBBBBAAAAA")),
};

}  // namespace

TEST_CASE("what the lessons of the topic basics say about other parameters is true") {
    check_claims(kClaims);
}
