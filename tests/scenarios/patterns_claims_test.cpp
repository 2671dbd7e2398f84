// What the lessons of the topic "patterns" say about runs with other parameters.
#include <doctest/doctest.h>

#include <array>

#include "tests/support/claims.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

Expected too_many() { return Expected().check_fails("no more requests in a second than allowed"); }

const std::array kClaims = {
    Claim("patterns/producer-consumer-timeouts?patience=1s",
          Expected().ends_at(3700ms).result("10 items are done")),
    Claim("patterns/producer-consumer-timeouts?patience=200ms",
          Expected().check_fails("every item is done").result("0 items are done")),
    Claim("patterns/producer-consumer-timeouts?consumers=1",
          Expected().ends_at(11300ms).result("10 items are done")),
    Claim("patterns/producer-consumer-timeouts?consumers=1&patience=2s",
          Expected().ends_at(8300ms).result("10 items are done")),

    Claim("patterns/order-processing?bad=0", Expected().ends_at(10s).result("100 saved, 0 failed")),
    Claim("patterns/order-processing?bad=30",
          Expected().finding("missing-task-done").hangs().ends_at(14s)),
    Claim("patterns/order-processing?variant=fixed&workers=10",
          Expected().ends_at(5s).result("90 saved, 10 failed")),

    Claim("patterns/task-queue?consumers=1", Expected().ends_at(6s).result("6 items are done")),
    Claim("patterns/task-queue?capacity=1", Expected().ends_at(2300ms).result("6 items are done")),
    Claim("patterns/task-queue?items=10", Expected().ends_at(7s).result("20 items are done")),

    Claim("patterns/backpressure?work=10ms",
          Expected().ends_at(10s).result("1000 items, the oldest waited 0 ms")),
    Claim("patterns/backpressure?items=100", Expected()
                                                 .finding("unbounded-queue")
                                                 .ends_at(2s)
                                                 .result("100 items, the oldest waited 990 ms")),
    Claim("patterns/backpressure?variant=fixed&room=50",
          Expected()
              .check_fails("no item is stale when its turn comes")
              .result("1000 items, the oldest waited 1010 ms")),
    Claim("patterns/backpressure?variant=fixed&room=1",
          Expected().ends_at(20s).result("1000 items, the oldest waited 30 ms")),
    Claim("patterns/backpressure?variant=fixed&room=25",
          Expected().ends_at(20s).result("1000 items, the oldest waited 510 ms")),

    Claim("patterns/fan-out-fan-in?slow=5", Expected().ends_at(1100ms)),
    Claim("patterns/fan-out-fan-in?slow=12", Expected().ends_at(1200ms)),
    Claim("patterns/fan-out-fan-in?workers=12", Expected().ends_at(100ms)),
    Claim("patterns/fan-out-fan-in?workers=5", Expected().ends_at(300ms)),
    Claim("patterns/fan-out-fan-in?workers=3", Expected().ends_at(400ms)),

    Claim("patterns/rate-limited-fetch?latency=500ms",
          Expected().ends_at(10s).result("up to 10 requests a second")),
    Claim("patterns/rate-limited-fetch?latency=1s", Expected().ends_at(15s)),
    Claim("patterns/rate-limited-fetch?latency=0ms", too_many().ends_at(5s)),
    Claim("patterns/rate-limited-fetch?variant=fixed&latency=1s", Expected().ends_at(10900ms)),
};

TEST_CASE("what the lessons about patterns say is true") { check_claims(kClaims); }

}  // namespace
