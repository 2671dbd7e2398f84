// What the lessons of the topic "patterns" say about runs with other parameters.
#include <doctest/doctest.h>

#include <array>

#include "tests/support/claims.h"
#include "tests/support/presses.h"

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

    Claim("patterns/pipeline?threads=1", Expected().ends_at(1200ms).result("5 of 6 files")),
    Claim("patterns/pipeline?threads=32", Expected().ends_at(320ms).result("5 of 6 files")),
    Claim("patterns/pipeline?transform=200ms",
          Expected().finding("slow-step").ends_at(1220ms).result("5 of 6 files")),
    Claim("patterns/pipeline?room=60", Expected().result("1 of 6 files")),

    Claim("patterns/memory-monitor?variant=fixed&requests=20",
          Expected()
              .check_fails("memory stops growing")
              .result("80 KiB alive, 96 KiB at most, +20 KiB each sample")),
    Claim("patterns/memory-monitor?variant=fixed&most=200",
          Expected()
              .check_fails("memory stops growing")
              .result("240 KiB alive, 256 KiB at most, +20 KiB each sample")),
    Claim("patterns/memory-monitor?requests=300",
          Expected()
              .check_fails("memory stops growing")
              .result("1200 KiB alive, 1216 KiB at most, +20 KiB each sample")),
    Claim("patterns/memory-monitor?variant=fixed&requests=300",
          Expected().result("80 KiB alive, 100 KiB at most, +0 KiB each sample")),
    Claim("patterns/memory-monitor?period=150ms",
          Expected()
              .check_fails("memory stops growing")
              .result("240 KiB alive, 256 KiB at most, +3 KiB each sample")),

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

    Claim("patterns/batch-generator?size=25",
          Expected().ends_at(980ms).result("24 results, sum 5476")),
    Claim("patterns/batch-generator?size=1", Expected().ends_at(12980ms)),
    Claim("patterns/batch-generator?read=100ms", Expected().ends_at(3900ms)),
    Claim("patterns/batch-generator?items=20&size=5&bad=0", Expected().ends_at(2400ms)),

    Claim("patterns/pub-sub?slow=100ms", Expected().ends_at(2s)),
    Claim("patterns/pub-sub?room=50", Expected().ends_at(2s)),
    Claim("patterns/pub-sub?variant=fixed&room=1",
          Expected().ends_at(2s).result(
              "the others got messages up to 0 ms old; subscriber 1 missed 12")),

    Claim("patterns/pub-sub?variant=fixed&slow=1s",
          Expected().ends_at(2s).result(
              "the others got messages up to 0 ms old; subscriber 1 missed 15")),

    Claim("patterns/leaky-bucket?room=0",
          Expected().ends_at(0ms).result("1 pass, the last at 0 ms; 19 are refused")),
    Claim("patterns/leaky-bucket?room=20",
          Expected().result("20 pass, the last at 1900 ms; 0 are refused")),
    Claim("patterns/leaky-bucket?room=10",
          Expected().result("11 pass, the last at 1000 ms; 9 are refused")),
    Claim("patterns/leaky-bucket?apart=100ms",
          Expected().result("20 pass, the last at 1900 ms; 0 are refused")),
    Claim("patterns/leaky-bucket?apart=50ms",
          Expected().result("15 pass, the last at 1400 ms; 5 are refused")),

    Claim("patterns/performance-monitor?slow=0",
          Expected().result("mean 100 ms, median 100 ms, deviation 0 ms")),
    Claim("patterns/performance-monitor?calls=100",
          Expected().result("mean 119 ms, median 100 ms, deviation 190 ms")),
    Claim("patterns/performance-monitor?outlier=10s",
          Expected().result("mean 1090 ms, median 100 ms, deviation 3131 ms")),
    Claim("patterns/performance-monitor?outlier=1.1s",
          Expected().result("mean 200 ms, median 100 ms, deviation 316 ms")),

    Claim("patterns/structured-log?requests=1", Expected().result("0 lines name another request")),
    Claim("patterns/structured-log?requests=10", Expected()
                                                     .check_fails("each line names its own request")
                                                     .result("18 lines name another request")),
    Claim("patterns/structured-log?requests=4", Expected()
                                                    .check_fails("each line names its own request")
                                                    .result("6 lines name another request")),
    Claim("patterns/structured-log?latency=0ms", Expected()
                                                     .check_fails("each line names its own request")
                                                     .result("4 lines name another request")),

    Claim("patterns/testing-with-virtual-time?failures=3",
          Expected().check_fails("two failures are overcome").ends_at(33s)),
    Claim("patterns/testing-with-virtual-time?failures=0",
          Expected().check_fails("it waits one second and two").ends_at(30s)),
    Claim("patterns/testing-with-virtual-time?limit=1h", Expected().ends_at(3603s)),

    Claim("patterns/rate-limited-fetch?latency=500ms",
          Expected().ends_at(10s).result("up to 10 requests a second")),
    Claim("patterns/rate-limited-fetch?latency=1s", Expected().ends_at(15s)),
    Claim("patterns/rate-limited-fetch?latency=0ms", too_many().ends_at(5s)),
    Claim("patterns/rate-limited-fetch?variant=fixed&latency=1s", Expected().ends_at(10900ms)),
};

TEST_CASE("what the lessons about patterns say is true") { check_claims(kClaims); }

TEST_CASE("each press shows what the lessons about patterns say") {
    const Presses requests("patterns/structured-log");
    CHECK(requests.logs(4, "[r3] GET /orders/3"));
    CHECK(requests.value(4, "request_id") == "r3");

    const Presses tests("patterns/testing-with-virtual-time");
    CHECK(tests.logs(1, "test 1: 42 after 1 call"));
    CHECK(tests.logs(3, "test 2: 3 calls in 3 s"));
    CHECK(tests.after(4) == "33.0 s main");
}

}  // namespace
