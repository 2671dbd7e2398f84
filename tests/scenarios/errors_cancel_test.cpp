// What the lessons about cancelled tasks and unseen errors (topic "errors") say about runs with
// other parameters.
#include <doctest/doctest.h>

#include <array>

#include "tests/support/claims.h"

using namespace coroscope;
using namespace coroscope::test;
using Strings = std::vector<std::string>;

namespace {

constexpr std::string_view kOpen = "every connection is closed";
constexpr std::string_view kKnown = "main knows that the copy has failed";
constexpr std::string_view kClean = "every job is cleaned up";

const std::array kClaims = {
    Claim("errors/cancel-before-start?turns=1",
          Expected().ends_at(0ms).result("open connections: 0")),
    Claim("errors/cancel-before-start?turns=100",
          Expected().ends_at(0ms).result("open connections: 0")),
    Claim("errors/cancel-before-start?turns=1&policy=lifo",
          Expected().check_fails(kOpen).ends_at(0ms).result("open connections: 2")),

    Claim("errors/never-retrieved?copy=2s",
          Expected().finding("task-leak").check_fails(kKnown).ends_at(1s).result("all is well")),
    Claim("errors/never-retrieved?variant=fixed&copy=2s",
          Expected().ends_at(2s).result("not copied: the disk is full")),
    Claim("errors/never-retrieved?variant=fixed&work=0ms",
          Expected().ends_at(200ms).result("not copied: the disk is full")),

    Claim("errors/callback-exception?bad=1",
          Expected().ends_at(100ms).result("told: 2, reports: 1")),
    Claim("errors/callback-exception?bad=0",
          Expected().ends_at(100ms).result("told: 3, reports: 0")),
    Claim("errors/callback-exception?callbacks=100",
          Expected().ends_at(100ms).result("told: 99, reports: 1")),

    Claim("errors/finally-that-awaits?patience=5ms",
          Expected().check_fails(kClean).ends_at(2010ms).result("cleaned up: 2")),
    Claim("errors/finally-that-awaits?patience=10ms",
          Expected().check_fails(kClean).ends_at(2010ms).result("cleaned up: 2")),
    Claim("errors/finally-that-awaits?patience=11ms",
          Expected().ends_at(2010ms).result("cleaned up: 3")),
    Claim("errors/finally-that-awaits?clean-up=100ms&patience=5ms",
          Expected().check_fails(kClean).result("cleaned up: 2")),
    Claim("errors/finally-that-awaits?clean-up=500ms",
          Expected().ends_at(2500ms).result("cleaned up: 3")),
    Claim("errors/finally-that-awaits?cancel=0ms",
          Expected().ends_at(2010ms).result("cleaned up: 3")),
};

}  // namespace

TEST_CASE("what the lessons of cancellation and unseen errors say about other parameters is true") {
    check_claims(kClaims);
}

TEST_CASE("a second request to stop reaches the clean-up of job 2 at 405 ms") {
    const Trace trace = run_of("errors/finally-that-awaits?clean-up=100ms&patience=5ms");
    Nanoseconds ended = 0;
    for (EventIndex i = 0; i < trace.size(); ++i) {
        if (trace[i].kind == EventKind::TaskCancelled) {
            ended = trace[i].time;
        }
    }
    CHECK(ended == Duration(405ms).count());
}

TEST_CASE("a task that has begun cleans up even if it is cancelled at 0 ms") {
    const Strings log = log_of(run_of("errors/finally-that-awaits?cancel=0ms"));
    CHECK(log[1] == "0 ms job-2: job 2: clean-up begins");
    CHECK(log[3] == "10 ms main: job 2 is over");
}

TEST_CASE("the watched copy tells its failure when it happens") {
    const Strings log = log_of(run_of("errors/never-retrieved?variant=fixed"));
    CHECK(log == Strings{"200 ms copy: the copy has failed: the disk is full",
                         "1.0 s main: main has done its work"});
}
