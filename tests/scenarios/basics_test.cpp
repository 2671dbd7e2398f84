// What the lessons of the topic "basics" say about runs with other parameters, and what they let
// the reader see step by step.
#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "runtime/trace/timeline.h"
#include "tests/support/claims.h"

using namespace coroscope;
using namespace coroscope::test;
using Strings = std::vector<std::string>;

namespace {

constexpr std::string_view kTurns = "the workers take turns";
constexpr std::string_view kLate = "no beat is 50 ms late";
constexpr std::string_view kReports = "all reports are ready";
constexpr std::string_view kSaved = "the order is saved";

const std::array kClaims = {
    Claim("basics/hello-gather?first=3s",
          Expected().ends_at(3s).result("[A data, B data, C data]")),
    Claim("basics/hello-gather?second=1s", Expected().ends_at(1s)),
    Claim("basics/hello-gather?first=0ms&second=0ms&third=0ms", Expected().ends_at(0ms)),
    Claim("basics/hello-gather?first=2s&second=4s&third=3s", Expected().ends_at(4s)),
    Claim("basics/sequential-vs-concurrent?delay=200ms",
          Expected()
              .finding("sequential-awaits")
              .check_fails("three fetches take as long as one")
              .ends_at(600ms)),
    Claim("basics/sequential-vs-concurrent?variant=fixed&delay=200ms", Expected().ends_at(200ms)),
    Claim("basics/cooperative?pause=0ms", Expected().ends_at(0ms).result("ABABABABAB")),
    Claim("basics/cooperative?items=1", Expected().ends_at(100ms).result("AB")),
    Claim("basics/cooperative?seed=3&policy=random",
          Expected().check_fails(kTurns).ends_at(500ms).result("BABAABBABA")),
    Claim("basics/cooperative?pause=0ms&policy=lifo",
          Expected().check_fails(kTurns).ends_at(0ms).result("BBBBBAAAAA")),
};

const std::array kFrames = {
    Claim("basics/state-machine?cups=1000",
          Expected().ends_at(17s).result("cups: 1000, tea of 60 degrees")),
    Claim("basics/state-machine?boil=0ms", Expected().ends_at(14s)),
    Claim("basics/state-machine?draw=2s&cool=5s", Expected().ends_at(10s)),
    Claim("basics/await-chain?layers=10",
          Expected().ends_at(200ms).result("coroutines: 1, tasks: 10")),
    Claim("basics/await-chain?layers=1",
          Expected().ends_at(200ms).result("coroutines: 1, tasks: 1")),
    Claim("basics/await-chain?layers=100",
          Expected().ends_at(200ms).result("coroutines: 1, tasks: 100")),
    Claim("basics/await-chain?layers=7",
          Expected().ends_at(200ms).result("coroutines: 1, tasks: 7")),
};

const std::array kYielding = {
    Claim("basics/sleep-zero?variant=fixed&every=10000",
          Expected().ends_at(1s).result("worst beat: 20 ms late")),
    Claim("basics/sleep-zero?variant=fixed&every=100000",
          Expected().finding("slow-step").check_fails(kLate).result("worst beat: 200 ms late")),
    Claim("basics/sleep-zero?variant=fixed&every=100",
          Expected().ends_at(1s).result("worst beat: 0 ms late")),
    Claim("basics/sleep-zero?items=1000",
          Expected().ends_at(500ms).result("worst beat: 0 ms late")),
    Claim("basics/done-future-does-not-yield?awaits=1000",
          Expected().ends_at(0ms).result("turns: 0, then 1")),
    Claim("basics/done-future-does-not-yield?awaits=0",
          Expected().ends_at(0ms).result("turns: 0, then 1")),
    Claim("basics/done-future-does-not-yield?policy=lifo",
          Expected().check_fails("sleep(0) does").ends_at(0ms).result("turns: 0, then 0")),
};

const std::array kTasks = {
    Claim("basics/task-vs-coroutine?preparation=0ms",
          Expected().ends_at(500ms).result("task, then coroutine")),
    Claim("basics/task-vs-coroutine?preparation=200ms",
          Expected().ends_at(700ms).result("task, then coroutine")),
    Claim("basics/task-vs-coroutine?work=2s",
          Expected().ends_at(3s).result("task, then coroutine")),
    Claim("basics/task-vs-coroutine?work=2s&preparation=3s",
          Expected().ends_at(5s).result("task, then coroutine")),
    Claim("basics/forgotten-await?mail=80ms", Expected()
                                                  .finding("coroutine-never-awaited")
                                                  .finding("task-never-awaited")
                                                  .check_fails(kSaved)
                                                  .ends_at(100ms)
                                                  .result("saved: 0, mailed: 1")),
    Claim("basics/forgotten-await?answer=1s", Expected()
                                                  .finding("coroutine-never-awaited")
                                                  .finding("task-never-awaited")
                                                  .check_fails(kSaved)
                                                  .ends_at(1s)
                                                  .result("saved: 0, mailed: 1")),
    Claim("basics/forgotten-await?variant=fixed&mail=80ms",
          Expected().ends_at(150ms).result("saved: 1, mailed: 1")),
    Claim("basics/forgotten-await?save=10ms&mail=300ms&answer=500ms",
          Expected()
              .finding("coroutine-never-awaited")
              .finding("task-never-awaited")
              .check_fails(kSaved)
              .ends_at(500ms)
              .result("saved: 0, mailed: 1")),
};

const std::array kLoops = {
    Claim("basics/loop-order?timer-2=5ms",
          Expected().ends_at(10ms).result("main soon-A soon-B task main-again timer-0 soon-C "
                                          "timer-2 timer-1")),
    Claim("basics/loop-order?timer-1=0ms",
          Expected().ends_at(10ms).result(
              "main soon-A soon-B task main-again timer-1 timer-0 soon-C timer-2")),
    Claim("basics/loop-order?hold=20ms",
          Expected().result("main soon-A soon-B task main-again timer-0 timer-1 timer-2 soon-C")),
    Claim("basics/loop-lifecycle?unit=100ms", Expected()
                                                  .finding("coroutine-never-awaited")
                                                  .check_fails(kReports)
                                                  .ends_at(0ms)
                                                  .result("reports: ")),
    Claim("basics/loop-lifecycle?variant=fixed&unit=100ms",
          Expected().ends_at(200ms).result("reports: ABC")),
    Claim("basics/loop-lifecycle?unit=0ms", Expected()
                                                .finding("coroutine-never-awaited")
                                                .check_fails(kReports)
                                                .ends_at(0ms)
                                                .result("reports: ")),
};

/// The tasks of the steps from the n-th on, from 1.
Strings tasks_of_steps(const Trace& trace, std::size_t from, std::size_t to) {
    const Timeline timeline(trace);
    Strings names;
    for (std::size_t step = from; step <= to; ++step) {
        const TaskId task = trace[timeline.steps()[step - 1].first].task;
        names.emplace_back(timeline.task_name(task));
    }
    return names;
}

}  // namespace

TEST_CASE("what the lessons of the topic basics say about other parameters is true") {
    check_claims(kClaims);
    check_claims(kFrames);
    check_claims(kYielding);
    check_claims(kTasks);
    check_claims(kLoops);
}

TEST_CASE("the await chain goes up in one step, and in one step for each task") {
    const Trace trace = run_of("basics/await-chain");
    CHECK(tasks_of_steps(trace, 3, 5) == Strings{"main", "request", "main"});
    CHECK(tasks_of_steps(trace, 9, 15) ==
          Strings{"main", "layer-1", "main", "layer-2", "main", "request of tasks", "main"});
}

TEST_CASE("a late heart beats two steps after its time") {
    const Strings log = log_of(run_of("basics/sleep-zero?variant=fixed"));
    CHECK(log[0] == "102 ms heartbeat: beat 1, late by 2 ms");
    CHECK(log[1] == "204 ms heartbeat: beat 2, late by 2 ms");
    const Strings slower = log_of(run_of("basics/sleep-zero?variant=fixed&item=10us"));
    CHECK(slower[0] == "120 ms heartbeat: beat 1, late by 20 ms");
}

TEST_CASE("what is done gives nobody a turn: all awaits are in one step") {
    CHECK(tasks_of_steps(run_of("basics/done-future-does-not-yield"), 1, 3) ==
          Strings{"main", "bystander", "main"});
}

TEST_CASE("the three reports of loop-lifecycle come side by side") {
    const Strings log = log_of(run_of("basics/loop-lifecycle?variant=fixed"));
    REQUIRE(log.size() == 3);
    CHECK(log[0].starts_with("1.0 s"));
    CHECK(log[1] == "1.5 s Task-4: report C is ready");
    CHECK(log[2].starts_with("2.0 s"));
}
