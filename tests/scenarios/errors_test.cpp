// What the lessons of the topic "errors" say about runs with other parameters.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "runtime/text/message.h"
#include "runtime/trace/timeline.h"
#include "tests/support/claims.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

const std::array kClaims = {
    Claim("errors/propagation?work=0ms", Expected().ends_at(200ms).result("hello, user 8")),
    Claim("errors/propagation?work=1s", Expected().ends_at(1s).result("hello, user 8")),
    Claim("errors/propagation?answer=1s", Expected().ends_at(2s).result("hello, user 8")),

    Claim("errors/safe-wrapper?substitute=1",
          Expected().ends_at(100ms).result("3 results, 1 errors")),
    Claim("errors/safe-wrapper?patience=200ms",
          Expected().ends_at(200ms).result("3 results, 1 errors")),
    Claim("errors/safe-wrapper?patience=0ms",
          Expected().ends_at(100ms).result("2 results, 2 errors")),

    Claim("errors/split-results?cancelled=0",
          Expected().ends_at(100ms).result("here [1, 2, 4, 5], failed [3, 6], cancelled []")),
    Claim("errors/split-results?cancelled=3",
          Expected().ends_at(100ms).result("here [1, 2, 4, 5], failed [3, 6], cancelled []")),
    Claim("errors/split-results?missing=1",
          Expected().ends_at(50ms).result("here [], failed [1, 2, 3, 4, 5, 6], cancelled []")),
    Claim("errors/split-results?patience=200ms",
          Expected().ends_at(200ms).result("here [1, 2, 4, 5], failed [3, 6], cancelled []")),

    Claim("errors/retry-backoff?retries=5",
          Expected().ends_at(15550ms).result("12 served, 0 gave up, 30 refusals")),
    Claim("errors/retry-backoff?variant=fixed&seed=64",
          Expected()
              .check_fails("every client is served")
              .result("11 served, 1 gave up, 15 refusals")),
    Claim("errors/retry-backoff?variant=fixed&clients=100&retries=10",
          Expected().ends_at(16108485875ns).result("100 served, 0 gave up, 271 refusals")),
    Claim("errors/retry-backoff?variant=fixed&clients=100&retries=10&cap=1s",
          Expected().ends_at(3362888848ns).result("100 served, 0 gave up, 350 refusals")),
    Claim("errors/retry-backoff?variant=fixed&cap=50ms",
          Expected()
              .check_fails("every client is served")
              .result("4 served, 8 gave up, 36 refusals")),

    Claim("errors/retry-decorator?down=0ms", Expected().ends_at(1600ms).result("2 of 3 are here")),
    Claim("errors/retry-decorator?down=10s", Expected()
                                                 .check_fails("the two good addresses are fetched")
                                                 .ends_at(4800ms)
                                                 .result("0 of 3 are here")),
    Claim("errors/retry-decorator?attempts=2",
          Expected()
              .check_fails("the two good addresses are fetched")
              .ends_at(2700ms)
              .result("1 of 3 are here")),
    Claim("errors/retry-decorator?factor=1", Expected().ends_at(2700ms).result("2 of 3 are here")),

    Claim("errors/retry-growing-delay?timeout=10s",
          Expected().ends_at(8s).result("the answer to request 1")),
    Claim("errors/retry-growing-delay?slow=3",
          Expected().check_fails("an answer comes in the end").ends_at(18s).result("no answer")),
    Claim("errors/retry-growing-delay?attempts=6&slow=5",
          Expected().ends_at(41s).result("the answer to request 6")),
    Claim("errors/retry-growing-delay?step=0ms",
          Expected().ends_at(11s).result("the answer to request 3")),

    Claim("errors/timeout-wrapper?cleanup=300ms",
          Expected().ends_at(1300ms).result("1 done, 1 timed out")),
    Claim("errors/timeout-wrapper?limit=3s&slow=5s",
          Expected().ends_at(3s).result("1 done, 1 timed out")),
    Claim("errors/timeout-wrapper?quick=1s", Expected().ends_at(1s).result("0 done, 2 timed out")),
    Claim("errors/timeout-wrapper?limit=0ms",
          Expected().ends_at(0ms).result("0 done, 2 timed out")),

    Claim("errors/traced-operation?failing=0", Expected().ends_at(2s).result("3 done, 0 failed")),
    Claim("errors/traced-operation?failing=2", Expected().ends_at(2s).result("2 done, 1 failed")),
    Claim("errors/traced-operation?unit=0ms", Expected().ends_at(0ms).result("2 done, 1 failed")),

    Claim("errors/circuit-breaker?threshold=1000",
          Expected()
              .check_fails("a service that is down is left alone")
              .ends_at(5250ms)
              .result("27 answered, 9 failed, 0 refused")),
    Claim("errors/circuit-breaker?cooldown=200ms",
          Expected().ends_at(4700ms).result("16 answered, 6 failed, 14 refused")),
    Claim("errors/circuit-breaker?cooldown=10s",
          Expected().ends_at(4s).result("0 answered, 3 failed, 33 refused")),
    Claim("errors/circuit-breaker?down=0ms",
          Expected().ends_at(4200ms).result("36 answered, 0 failed, 0 refused")),

    // One call a second, a service that is down for a minute: 7 of 65 calls reach it.
    Claim("errors/circuit-breaker?clients=1&calls=65&threshold=5&cooldown=30s&down=1m&timeout=0ms"
          "&answer=0ms&pause=1s",
          Expected()
              .check_fails("a service that is down is left alone")
              .ends_at(65s)
              .result("1 answered, 6 failed, 58 refused")),
    Claim("errors/hedged-request?requests=100&every=20",
          Expected().ends_at(5500ms).result("105 requests sent, the slowest answer took 150 ms")),
    Claim("errors/hedged-request?requests=100&every=20&hedge=10s",
          Expected()
              .check_fails("no answer takes longer than 200 ms")
              .ends_at(9750ms)
              .result("100 requests sent, the slowest answer took 1000 ms")),
    Claim("errors/hedged-request?hedge=0ms",
          Expected().ends_at(500ms).result("20 requests sent, the slowest answer took 50 ms")),
    Claim("errors/hedged-request?hedge=2s",
          Expected()
              .check_fails("no answer takes longer than 200 ms")
              .ends_at(2400ms)
              .result("10 requests sent, the slowest answer took 1000 ms")),
    Claim("errors/hedged-request?hedge=60ms",
          Expected().ends_at(620ms).result("12 requests sent, the slowest answer took 110 ms")),
    Claim("errors/hedged-request?hedge=50ms",
          Expected().ends_at(600ms).result("20 requests sent, the slowest answer took 100 ms")),
    // The question: A is slow in the only request, and still first.
    Claim("errors/hedged-request?requests=1&every=1&slow=120ms",
          Expected().ends_at(120ms).result("2 requests sent, the slowest answer took 120 ms")),
    Claim("errors/hedged-request?every=1",
          Expected().ends_at(1500ms).result("20 requests sent, the slowest answer took 150 ms")),
};

}  // namespace

TEST_CASE("what the lessons of the topic errors say about other parameters is true") {
    check_claims(kClaims);
}

namespace {

bool has_line(const Trace& trace, std::string_view line) {
    const auto lines = log_of(trace);
    return std::ranges::find(lines, line) != lines.end();
}

/// When the step with this number, from 1, begins, and whose it is: "100 ms request-7".
std::string step_of(const Trace& trace, std::size_t number) {
    const Timeline timeline(trace);
    REQUIRE(number <= timeline.steps().size());
    const Step step = timeline.steps()[number - 1];
    return format_duration(step.begin) + " " + std::string(timeline.task_name(step.task));
}

}  // namespace

TEST_CASE("the steps that the lessons about errors name are those of the runs") {
    const auto step = [](std::string_view run, std::size_t number) {
        return step_of(run_of(run), number);
    };
    CHECK(step("errors/propagation", 4) == "100 ms request-7");
    CHECK(step("errors/propagation", 6) == "300 ms main");
    CHECK(step("errors/safe-wrapper", 3) == "0 ms B");
    CHECK(step("errors/safe-wrapper", 6) == "50 ms main");
    CHECK(step("errors/safe-wrapper", 7) == "50 ms D");
    CHECK(step("errors/split-results", 4) == "0 ms user-3");
    CHECK(step("errors/split-results", 8) == "50 ms main");
    CHECK(step("errors/split-results", 13) == "100 ms main");
    CHECK(step("errors/retry-backoff", 13) == "0 ms client-12");
    CHECK(step("errors/retry-backoff", 16) == "500 ms client-3");
    CHECK(step("errors/retry-backoff", 25) == "500 ms client-12");
    CHECK(step("errors/retry-decorator", 8) == "100 ms prices");
    CHECK(step("errors/retry-decorator", 10) == "1.2 s users");
    CHECK(step("errors/retry-decorator", 12) == "1.6 s orders");
    CHECK(step("errors/retry-growing-delay", 2) == "5.0 s main");
    CHECK(step("errors/retry-growing-delay", 5) == "13.0 s main");
    CHECK(step("errors/timeout-wrapper", 4) == "500 ms quick");
    CHECK(step("errors/timeout-wrapper", 5) == "1.0 s slow");
    CHECK(step("errors/traced-operation", 5) == "500 ms task3");
    CHECK(step("errors/circuit-breaker", 7) == "400 ms client-3");
    CHECK(step("errors/circuit-breaker", 17) == "1.6 s client-1");
    CHECK(step("errors/circuit-breaker", 22) == "2.0 s client-1");
    CHECK(step("errors/circuit-breaker", 32) == "3.1 s client-2");
    CHECK(step("errors/hedged-request", 15) == "300 ms main");
}

TEST_CASE("an exception waits in its task as long as main works, and comes out at the await") {
    CHECK(has_line(run_of("errors/propagation?work=1s"),
                   "1.0 s main: await 1 of request-7: the database does not answer"));
    CHECK(has_line(run_of("errors/propagation?work=0ms"),
                   "100 ms main: await 1 of request-7: the database does not answer"));
    CHECK(has_line(run_of("errors/propagation?answer=1s"),
                   "1.0 s main: await 1 of request-7: the database does not answer"));
}

TEST_CASE("what the lesson of retry-decorator says about the callers is true") {
    CHECK(has_line(run_of("errors/retry-decorator?factor=1"), "2.3 s users: /users is here"));
    CHECK(has_line(run_of("errors/retry-decorator?attempts=2"), "2.7 s orders: /orders is here"));
}

TEST_CASE("with jitter nearly every client is served, whatever the seed") {
    int all = 0;
    for (int seed = 1; seed <= 100; ++seed) {
        RunSpec spec;
        spec.scenario = "errors/retry-backoff";
        spec.variant = "fixed";
        spec.seed = static_cast<std::uint64_t>(seed);
        all += result_of_main(simulate(spec)).starts_with("12 served") ? 1 : 0;
    }
    CHECK(all == 99);
}
