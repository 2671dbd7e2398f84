// What the lessons of the topic "lifecycle" say about runs with other parameters, and about the
// order of things.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "runtime/analysis/finding.h"
#include "runtime/text/message.h"
#include "runtime/trace/timeline.h"
#include "tests/support/claims.h"

using namespace coroscope;
using namespace coroscope::test;
using Strings = std::vector<std::string>;

namespace {

const std::array kContextManagerClaims = {
    Claim("lifecycle/context-manager?fails=1",
          Expected().ends_at(900ms).result("0 of 2 answers, connection closed")),
    Claim("lifecycle/context-manager?limit=650ms",
          Expected().ends_at(950ms).result("1 of 2 answers, connection closed")),
    Claim("lifecycle/context-manager?limit=200ms",
          Expected().ends_at(200ms).result("0 of 2 answers, connection closed")),
    Claim("lifecycle/context-manager?limit=800ms",
          Expected()
              .check_fails("the connection is closed after the block")
              .ends_at(800ms)
              .result("2 of 2 answers, connection open")),
    Claim("lifecycle/context-manager?queries=0",
          Expected().ends_at(800ms).result("0 of 0 answers, connection closed")),
    Claim("lifecycle/context-manager?connect=1s&queries=5",
          Expected().ends_at(1800ms).result("5 of 5 answers, connection closed")),
};

const std::array kGeneratorClaims = {
    Claim("lifecycle/generator?work=1s", Expected()
                                             .check_fails("the cursor is closed when main goes on")
                                             .ends_at(1300ms)
                                             .result("the cursor is closed")),
    Claim("lifecycle/generator?take=11", Expected().ends_at(1300ms).result("the cursor is closed")),
    Claim("lifecycle/generator?take=10", Expected()
                                             .check_fails("the cursor is closed when main goes on")
                                             .ends_at(1100ms)
                                             .result("the cursor is open")),
    Claim("lifecycle/generator?variant=fixed&take=5",
          Expected().ends_at(800ms).result("the cursor is closed")),
};

const std::array kGracefulShutdownClaims = {
    Claim("lifecycle/graceful-shutdown?slow=20s",
          Expected().ends_at(20500ms).result("5 served, 0 cut off")),
    Claim("lifecycle/graceful-shutdown?limit=2s",
          Expected().ends_at(7s).result("2 served, 3 cut off")),
    Claim("lifecycle/graceful-shutdown?limit=0ms",
          Expected().ends_at(5s).result("0 served, 5 cut off")),
    Claim("lifecycle/graceful-shutdown?limit=2m",
          Expected().ends_at(60500ms).result("5 served, 0 cut off")),
    Claim("lifecycle/graceful-shutdown?signal=2.5s",
          Expected().ends_at(33s).result("2 served, 1 cut off")),
};

const std::array kTaskLeakClaims = {
    Claim("lifecycle/task-leak?sessions=10", Expected()
                                                 .finding("task-leak")
                                                 .check_fails("no task outlives its session")
                                                 .ends_at(10s)
                                                 .result("10 tasks left")),
    Claim("lifecycle/task-leak?variant=fixed&sessions=10",
          Expected().ends_at(10s).result("0 tasks left")),
    Claim("lifecycle/task-leak?pace=1h", Expected()
                                             .finding("task-leak")
                                             .check_fails("no task outlives its session")
                                             .ends_at(3s)
                                             .result("3 tasks left")),
};

const std::array kPeriodicTaskClaims = {
    Claim("lifecycle/periodic-task?work=0ms",
          Expected().ends_at(28s).result("rounds: drifting 6, steady 6")),
    Claim("lifecycle/periodic-task?work=6s", Expected()
                                                 .check_fails("the steady task keeps its interval")
                                                 .ends_at(28s)
                                                 .result("rounds: drifting 3, steady 5")),
    Claim("lifecycle/periodic-task?interval=1s&work=500ms",
          Expected().ends_at(28s).result("rounds: drifting 19, steady 28")),
    Claim("lifecycle/periodic-task?length=59s",
          Expected().ends_at(59s).result("rounds: drifting 10, steady 12")),
};

const std::array kDelayedTaskClaims = {
    Claim("lifecycle/delayed-task?paid=10.5s", Expected().ends_at(11s).result("2 reminders")),
    Claim(
        "lifecycle/delayed-task?paid=12s",
        Expected().check_fails("who has paid is not reminded").ends_at(12s).result("3 reminders")),
    Claim("lifecycle/delayed-task?delay=2s",
          Expected().check_fails("who has paid is not reminded").ends_at(4s).result("3 reminders")),
    Claim("lifecycle/delayed-task?delay=5s&paid=6.5s",
          Expected()
              .check_fails("who has paid is not reminded")
              .ends_at(6500ms)
              .result("3 reminders")),
};

const std::array kHeapSchedulerClaims = {
    Claim("lifecycle/heap-scheduler?poll=10ms", Expected()
                                                    .check_fails("each wake-up has a reason")
                                                    .result("360 wake-ups, up to 0 ms late")),
    Claim("lifecycle/heap-scheduler?poll=1s",
          Expected().check_fails("no job is late").result("5 wake-ups, up to 760 ms late")),
    Claim("lifecycle/heap-scheduler?interval=100ms", Expected()
                                                         .check_fails("no job is late")
                                                         .check_fails("each wake-up has a reason")
                                                         .result("37 wake-ups, up to 60 ms late")),
    Claim("lifecycle/heap-scheduler?variant=fixed&interval=100ms",
          Expected().result("29 wake-ups, up to 0 ms late")),
    Claim("lifecycle/heap-scheduler?variant=fixed&interval=500ms",
          Expected().result("10 wake-ups, up to 0 ms late")),
};

const std::array kThreadClaims = {
    Claim("lifecycle/thread-bridge?requests=10", Expected().ends_at(100ms).result("10 answers")),
    Claim("lifecycle/thread-bridge?timeout=50ms",
          Expected().check_fails("each request gets its answer").ends_at(50ms).result("0 answers")),
    Claim("lifecycle/thread-bridge?length=1s", Expected().ends_at(1s).result("3 answers")),
    Claim("lifecycle/thread-bridge?requests=5&length=2s",
          Expected().ends_at(2s).result("5 answers")),
    Claim("lifecycle/thread-local-loops?call=1s",
          Expected().finding("blocking-call").ends_at(1350ms).result("the answer is 42")),
    Claim("lifecycle/thread-local-loops?call=40ms",
          Expected().ends_at(400ms).result("the answer is 42")),
    Claim("lifecycle/thread-local-loops?ticks=10",
          Expected().finding("blocking-call").ends_at(1200ms).result("the answer is 42")),
    Claim("lifecycle/thread-local-loops?call=700ms",
          Expected().finding("blocking-call").ends_at(1050ms).result("the answer is 42")),
};

const std::array kResourceManagerClaims = {
    Claim("lifecycle/resource-manager?missing=0",
          Expected().ends_at(440ms).result("0 files left open")),
    Claim("lifecycle/resource-manager?variant=fixed&missing=0",
          Expected().ends_at(440ms).result("0 files left open")),
    Claim("lifecycle/resource-manager?missing=1",
          Expected().ends_at(50ms).result("0 files left open")),
    Claim(
        "lifecycle/resource-manager?files=10&missing=10",
        Expected().check_fails("every file is closed").ends_at(500ms).result("9 files left open")),
    Claim("lifecycle/resource-manager?variant=fixed&files=10&missing=10",
          Expected().ends_at(770ms).result("0 files left open")),
    Claim("lifecycle/resource-manager?variant=fixed&missing=2",
          Expected().ends_at(130ms).result("0 files left open")),
};

/// "worker-1 at 250 ms": who makes the n-th step of a run, and when it begins.
std::string step(const Trace& trace, std::size_t number) {
    const Timeline timeline(trace);
    const auto steps = timeline.steps();
    REQUIRE(number <= steps.size());
    const Step& wanted = steps[number - 1];
    return std::string(timeline.task_name(wanted.task)) + " at " + format_duration(wanted.begin);
}

Strings lines_after(const Trace& trace, std::size_t count) {
    const Strings lines = log_of(trace);
    REQUIRE(lines.size() >= count);
    return {lines.end() - static_cast<std::ptrdiff_t>(count), lines.end()};
}

std::ptrdiff_t lines_with(const Trace& trace, std::string_view words) {
    return std::ranges::count_if(
        log_of(trace), [&](const std::string& line) { return line.find(words) != line.npos; });
}

}  // namespace

TEST_CASE("what the lessons of the topic lifecycle say about other parameters is true") {
    check_claims(kContextManagerClaims);
    check_claims(kGeneratorClaims);
    check_claims(kGracefulShutdownClaims);
    check_claims(kTaskLeakClaims);
    check_claims(kPeriodicTaskClaims);
    check_claims(kDelayedTaskClaims);
    check_claims(kHeapSchedulerClaims);
    check_claims(kThreadClaims);
    check_claims(kResourceManagerClaims);
}

TEST_CASE("a connection is closed before the error of its block is heard of") {
    CHECK(log_of(run_of("lifecycle/context-manager?fails=1")) ==
          Strings{"0 ms main: connecting", "500 ms main: connected", "500 ms main: query 1",
                  "600 ms main: closing", "900 ms main: closed",
                  "900 ms main: error: query 1 is wrong"});
    CHECK(log_of(run_of("lifecycle/context-manager?limit=200ms")) ==
          Strings{"0 ms main: connecting", "200 ms main: error: out of time"});
}

TEST_CASE("a dropped generator is closed by a task of the loop, which is cut off") {
    const Trace trace = run_of("lifecycle/generator");
    CHECK(step(trace, 4) == "main at 300 ms");
    CHECK(step(trace, 5) != "main at 300 ms");
    CHECK(lines_with(trace, "closing the cursor") == 1);
    CHECK(lines_with(trace, "the cursor is closed") == 0);
    CHECK(lines_after(run_of("lifecycle/generator?variant=fixed"), 3) ==
          Strings{"300 ms main: closing the cursor", "500 ms main: the cursor is closed",
                  "500 ms main: main goes on"});
    CHECK(step(run_of("lifecycle/generator?variant=fixed"), 5) == "main at 500 ms");
}

TEST_CASE("a graceful shutdown takes nothing new, waits, cancels, and then cleans up") {
    const Trace trace = run_of("lifecycle/graceful-shutdown");
    CHECK(step(trace, 11) == "connection-5 at 4.0 s");
    CHECK(step(trace, 12) == "main at 4.5 s");
    CHECK(step(trace, 15) == "connection-2 at 5.0 s");
    CHECK(lines_after(trace, 7) == Strings{"5.0 s connection-2: connection 2: served",
                                           "6.0 s connection-3: connection 3: served",
                                           "7.0 s connection-4: connection 4: served",
                                           "8.0 s connection-5: connection 5: served",
                                           "34.5 s connection-1: connection 1: cut off",
                                           "34.5 s main: closing the database",
                                           "35.0 s main: the server has ended"});
}

TEST_CASE("a heart beats on after its session is over, unless the session stops it") {
    const Trace trace = run_of("lifecycle/task-leak");
    CHECK(lines_with(trace, "session 1 is alive") == 6);
    CHECK(lines_with(trace, "1.35 s heartbeat-1: session 1 is alive") == 1);
    CHECK(lines_with(run_of("lifecycle/task-leak?variant=fixed"), "session 1 is alive") == 2);
    CHECK(lines_with(run_of("lifecycle/task-leak?sessions=5"), "session 1 is alive") == 11);
}

TEST_CASE("a reminder is cancelled before it is due, or in the middle of sending") {
    const Trace trace = run_of("lifecycle/delayed-task");
    CHECK(step(trace, 6) == "customer at 4.0 s");
    CHECK(step(trace, 7) == "reminder-2 at 4.0 s");
    CHECK(lines_with(trace, "order 2: ") == 0);
    CHECK(lines_with(run_of("lifecycle/delayed-task?paid=10.5s"),
                     "order 2: interrupted while sending") == 1);
}

TEST_CASE("an exit stack closes the files in reverse order, before the error is heard of") {
    CHECK(step(run_of("lifecycle/resource-manager"), 4) == "main at 150 ms");
    CHECK(lines_after(run_of("lifecycle/resource-manager?variant=fixed"), 3) ==
          Strings{"180 ms main: part-2 is closed", "210 ms main: part-1 is closed",
                  "210 ms main: FileNotFoundError: part-3"});
}
