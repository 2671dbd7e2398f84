// What the lessons of the topic "sync" say about runs with other parameters.
#include <doctest/doctest.h>

#include <array>

#include "tests/support/claims.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

const std::array kClaims = {
    Claim("sync/semaphore?permits=4", Expected().ends_at(6s).result("4 at once")),
    Claim("sync/semaphore?permits=5", Expected().ends_at(4s).result("5 at once")),
    Claim("sync/semaphore?permits=9", Expected().ends_at(4s).result("9 at once")),
    Claim("sync/semaphore?permits=10", Expected().ends_at(2s).result("10 at once")),
    Claim("sync/semaphore?permits=1", Expected().ends_at(20s).result("1 at once")),
    Claim("sync/semaphore?downloads=12", Expected().ends_at(8s).result("3 at once")),
    Claim("sync/semaphore?length=0ms", Expected().ends_at(0ms).result("3 at once")),
    Claim("sync/semaphore?downloads=7&permits=2", Expected().ends_at(8s).result("2 at once")),
};

}  // namespace

TEST_CASE("what the lessons of the topic sync say about other parameters is true") {
    check_claims(kClaims);
}
