// What the lessons about the size of a pool, and about the right tool, say of other parameters.
#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "tests/support/claims.h"
#include "tests/support/presses.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

Expected a_line() { return Expected().check_fails("nobody is left in line"); }

const std::array kClaims = {
    Claim("patterns/littles-law?pool=9",
          a_line().ends_at(11'280ms).result("50 in line; the longest wait was 1100 ms")),
    Claim("patterns/littles-law?time=20s",
          a_line().result("200 in line; the longest wait was 4960 ms")),
    Claim("patterns/littles-law?time=1s",
          a_line().result("10 in line; the longest wait was 240 ms")),
    Claim("patterns/littles-law?work=150ms",
          Expected().result("0 in line; the longest wait was 0 ms")),
    Claim("patterns/littles-law?variant=fixed&burst=20",
          Expected().result("0 in line; the longest wait was 200 ms")),
    Claim("patterns/littles-law?variant=fixed&rate=100&work=50ms",
          Expected().result("0 in line; the longest wait was 0 ms")),

    Claim("patterns/should-it-be-async?jobs=100",
          Expected().ends_at(139'050ms).result("tasks: 1000 ms")),
    Claim("patterns/should-it-be-async?wait=0ms&compute=1s",
          Expected().finding("slow-step").ends_at(13'050ms).result("processes: 1050 ms")),
    Claim("patterns/should-it-be-async?async-library=0",
          Expected().finding("blocking-call").ends_at(10'050ms).result("threads: 1000 ms")),
    Claim("patterns/should-it-be-async?compute=400ms", Expected()
                                                           .finding("slow-step")
                                                           .check_fails("the checklist is right")
                                                           .result("processes: 1450 ms")),
    Claim("patterns/should-it-be-async?jobs=1", Expected().result("one after the other: 1000 ms")),
    Claim("patterns/should-it-be-async?start=0ms", Expected().ends_at(7s)),
};

TEST_CASE("what the lessons about pools and the right tool say is true") { check_claims(kClaims); }

TEST_CASE("the ninth request is the first that waits for a pool of eight, for 40 ms") {
    const Presses presses("patterns/littles-law");
    CHECK(presses.after(19) == "160 ms request-9");
    CHECK(presses.state(17, "request-8") == TaskState::Sleeping);
    CHECK(presses.state(19, "request-9") == TaskState::Waiting);
    CHECK(log_of(run_of("patterns/littles-law?variant=fixed&rate=100&work=50ms"))[0] ==
          "0 ms main: a pool of 5 for 100 requests a second");
}

TEST_CASE("the same jobs four ways: what overlaps, and what does not") {
    const Presses presses("patterns/should-it-be-async");
    CHECK(presses.logs(1, "the checklist says: asynchronous"));
    CHECK(presses.logs(2, "one after the other: 4000 ms"));
    CHECK(presses.after(3) == "4.0 s task-1");
    CHECK(presses.after(6) == "4.0 s task-4");
    CHECK(presses.after(10) == "5.0 s task-4");
    CHECK(presses.logs(11, "tasks: 1000 ms"));

    const std::vector<std::string> waiting = log_of(run_of("patterns/should-it-be-async"));
    CHECK(waiting[3] == "6.0 s main: threads: 1000 ms");
    CHECK(waiting[4] == "7.05 s main: processes: 1050 ms");
    const auto computing = log_of(run_of("patterns/should-it-be-async?wait=0ms&compute=1s"));
    CHECK(computing[1] == "4.0 s main: one after the other: 4000 ms");
    CHECK(computing[2] == "8.0 s main: tasks: 4000 ms");
    CHECK(computing[3] == "12.0 s main: threads: 4000 ms");
    CHECK(computing[4] == "13.05 s main: processes: 1050 ms");
    const auto many = log_of(run_of("patterns/should-it-be-async?jobs=100"));
    CHECK(many[1] == "100.0 s main: one after the other: 100000 ms");
    CHECK(many[3] == "114.0 s main: threads: 13000 ms");
    CHECK(many[4] == "139.05 s main: processes: 25050 ms");
    const auto blocks = log_of(run_of("patterns/should-it-be-async?async-library=0"));
    CHECK(blocks[2] == "8.0 s main: tasks: 4000 ms");
    const auto both = log_of(run_of("patterns/should-it-be-async?compute=400ms"));
    CHECK(both[2] == "8.2 s main: tasks: 2600 ms");
    CHECK(log_of(run_of("patterns/should-it-be-async?jobs=16"))[3] ==
          "19.0 s main: threads: 2000 ms");
}

}  // namespace
