// What the lessons of the topic "combinators" say about runs with other parameters, and about who
// waits for what.
#include <doctest/doctest.h>

#include <array>

#include "runtime/text/message.h"
#include "runtime/trace/timeline.h"
#include "tests/support/claims.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

const std::array kClaims = {
    Claim("combinators/gather?pause=0ms", Expected().ends_at(3s).result("[A, B, C, A]")),
    Claim("combinators/gather?pause=5s", Expected().ends_at(8s).result("[A, B, C, A]")),
    Claim("combinators/gather?third=0ms", Expected().ends_at(2s).result("[A, B, C, A]")),
    Claim("combinators/gather?pause=2.5s", Expected().ends_at(5500ms).result("[A, B, C, A]")),

    Claim("combinators/gather-return-exceptions?failing=11",
          Expected().ends_at(2s).result("10 of 10 results used")),
    Claim("combinators/gather-return-exceptions?variant=fixed&failing=11",
          Expected().ends_at(2s).result("10 of 10 results used")),
    Claim("combinators/gather-return-exceptions?unit=0ms",
          Expected()
              .check_fails("every job that succeeds counts")
              .ends_at(0ms)
              .result("0 of 10 results used")),
    Claim("combinators/gather-return-exceptions?variant=fixed&failing=1",
          Expected().ends_at(2s).result("0 of 10 results used")),
    Claim("combinators/gather-return-exceptions?failing=4",
          Expected()
              .finding("task-leak")
              .check_fails("every job that succeeds counts")
              .ends_at(800ms)
              .result("0 of 10 results used")),
    Claim("combinators/gather-return-exceptions?variant=fixed&failing=4",
          Expected().ends_at(2s).result("8 of 10 results used")),

    Claim("combinators/gather-first-error?after=500ms",
          Expected().finding("task-leak").ends_at(1500ms).result("refused")),
    Claim("combinators/gather-first-error?stock=2.5s",
          Expected().ends_at(5s).result("refused and charged")),
    Claim("combinators/gather-first-error?card=500ms",
          Expected().ends_at(4s).result("refused and charged")),
    Claim("combinators/gather-first-error?card=5s",
          Expected().finding("task-leak").ends_at(4s).result("refused")),

    Claim("combinators/wait-first-completed?second=2s", Expected().ends_at(2s).result("AB")),
    Claim("combinators/wait-first-completed?third=0ms", Expected().ends_at(0ms).result("C")),
    Claim("combinators/wait-first-completed?first=0ms&second=0ms&third=0ms",
          Expected().ends_at(0ms).result("ABC")),
    Claim("combinators/wait-first-completed?first=3s&second=3s&third=4s",
          Expected().ends_at(3s).result("AB")),

    Claim("combinators/wait-first-exception?failure=4s",
          Expected().ends_at(4s).result("4 ended, 0 stopped")),
    Claim("combinators/wait-first-exception?call-off=5s",
          Expected().ends_at(2s).result("2 ended, 2 stopped")),
    Claim("combinators/wait-first-exception?failure=0ms",
          Expected().ends_at(0ms).result("1 ended, 3 stopped")),
    Claim("combinators/wait-first-exception?failure=2.5s&call-off=2s",
          Expected().ends_at(2500ms).result("3 ended, 1 stopped")),

    Claim("combinators/wait-timeout?limit=5s", Expected().ends_at(4s).result("looks: 1")),
    Claim("combinators/wait-timeout?limit=1s", Expected().ends_at(4s).result("looks: 4")),
    Claim("combinators/wait-timeout?third=10s", Expected().ends_at(10s).result("looks: 7")),
    Claim("combinators/wait-timeout?limit=3s", Expected().ends_at(4s).result("looks: 2")),

    Claim("combinators/as-completed?work=2s", Expected().ends_at(7s).result("BCA")),
    Claim("combinators/as-completed?work=0ms", Expected().ends_at(3s).result("BCA")),
    Claim("combinators/as-completed?second=4s", Expected().ends_at(4500ms).result("CAB")),
    Claim("combinators/as-completed?work=1s", Expected().ends_at(4s).result("BCA")),

    Claim("combinators/shield?patience=3s", Expected().ends_at(3s).result("A has 70, B has 130")),
    Claim("combinators/shield?variant=fixed&database=1h",
          Expected().ends_at(1h).result("A has 70, B has 130")),
    Claim("combinators/shield?patience=0ms",
          Expected().check_fails("no money is lost").ends_at(0ms).result("A has 70, B has 100")),
    Claim("combinators/shield?variant=fixed&database=5s",
          Expected().ends_at(5s).result("A has 70, B has 130")),

    Claim("combinators/wait-for?takes=2s", Expected().ends_at(2s).result("the file")),
    Claim("combinators/wait-for?tidying=10s", Expected().ends_at(13s).result("nothing")),
    Claim("combinators/wait-for?limit=0ms", Expected().ends_at(0ms).result("nothing")),
    Claim("combinators/wait-for?takes=2s&tidying=10s", Expected().ends_at(2s).result("the file")),

    Claim("combinators/timeout-scope?total=1s", Expected().ends_at(1s).result("out of time")),
    Claim("combinators/timeout-scope?more=2s", Expected().ends_at(5s).result("out of time")),
    Claim("combinators/timeout-scope?more=0ms", Expected().ends_at(3s).result("out of time")),
    Claim("combinators/timeout-scope?mirror=3s", Expected().ends_at(4s).result("nobody answers")),
    Claim("combinators/timeout-scope?total=2.5s", Expected().ends_at(2500ms).result("out of time")),

    Claim("combinators/task-group?pages=0", Expected().ends_at(2s).result("an index and a cover")),
    Claim("combinators/task-group?cover=5s", Expected().ends_at(5s).result("an index and a cover")),
    Claim("combinators/task-group?pages=200",
          Expected().ends_at(3s).result("an index and a cover")),
    Claim("combinators/task-group?pages=5&reading=1s",
          Expected().ends_at(2s).result("an index and a cover")),

    Claim("combinators/task-group-failure?tidying=0ms", Expected().ends_at(1s).result("errors: 2")),
    Claim("combinators/task-group-failure?failure=3.5s",
          Expected().ends_at(3500ms).result("errors: 1")),
    Claim("combinators/task-group-failure?failure=5s", Expected().ends_at(5s).result("errors: 1")),
    Claim("combinators/task-group-failure?failure=2.5s",
          Expected().ends_at(2500ms).result("errors: 2")),
};

using Log = std::vector<std::string>;

/// The first `count` steps: "1.000 s B" each.
Log steps_of(std::string_view runspec, std::size_t count) {
    const Timeline timeline(run_of(runspec));
    Log steps;
    for (const Step& step : timeline.steps()) {
        if (steps.size() == count) {
            break;
        }
        steps.push_back(format_duration(timeline.trace()[step.first].time) + " " +
                        std::string(timeline.task_name(step.task)));
    }
    return steps;
}

}  // namespace

TEST_CASE("what the lessons of the topic combinators say about other parameters is true") {
    check_claims(kClaims);
}

TEST_CASE("gather makes a task of a coroutine when it is called, and not before") {
    CHECK(steps_of("combinators/gather", 9) == Log{"0 ms main", "0 ms A", "0 ms B", "1.0 s B",
                                                   "1.5 s main", "1.5 s Task-2", "2.0 s A",
                                                   "4.5 s Task-2", "4.5 s main"});
}

TEST_CASE("a gather that fails wakes main at once, one with return_exceptions after the last job") {
    const Log broken = steps_of("combinators/gather-return-exceptions", 16);
    CHECK(broken[13] == "600 ms job-3");
    CHECK(broken[14] == "600 ms main");
    CHECK(broken[15] == "600 ms job-4");  // the end of the run cancels it
    const Log fixed = steps_of("combinators/gather-return-exceptions?variant=fixed", 22);
    CHECK(fixed[13] == "600 ms job-3");
    CHECK(fixed[14] == "800 ms job-4");
    CHECK(fixed[21] == "2.0 s main");
}

TEST_CASE("after the first error of a gather the siblings run on, and nobody hears the second") {
    CHECK(steps_of("combinators/gather-first-error", 9) ==
          Log{"0 ms main", "0 ms stock", "0 ms courier", "0 ms card", "1.0 s stock", "1.0 s main",
              "2.0 s courier", "3.0 s card", "4.0 s main"});
}

TEST_CASE("who lost the race ends after main's request, and main waits for that") {
    CHECK(steps_of("combinators/wait-first-completed", 9) ==
          Log{"0 ms main", "0 ms A", "0 ms B", "0 ms C", "1.0 s B", "1.0 s main", "1.0 s A",
              "1.0 s C", "1.0 s main"});
}

TEST_CASE("a copy that is called off and one that succeeds do not wake main, a failure does") {
    CHECK(steps_of("combinators/wait-first-exception", 11) ==
          Log{"0 ms main", "0 ms copy-1", "0 ms copy-2", "0 ms copy-3", "0 ms copy-4",
              "500 ms copy-4", "1.0 s copy-1", "2.0 s copy-2", "2.0 s main", "2.0 s copy-3",
              "2.0 s main"});
}

TEST_CASE("main looks in at 1.5 s and 3 s, and C takes no step meanwhile") {
    CHECK(steps_of("combinators/wait-timeout", 10) == Log{"0 ms main", "0 ms A", "0 ms B", "0 ms C",
                                                          "1.0 s A", "1.5 s main", "2.0 s B",
                                                          "3.0 s main", "4.0 s C", "4.0 s main"});
}

TEST_CASE("main works on each page as soon as it is there") {
    CHECK(log_of(run_of("combinators/as-completed")) ==
          Log{"1.0 s fetch B: page B is here", "1.0 s main: main works on B",
              "2.0 s fetch C: page C is here", "2.0 s main: main works on C",
              "3.0 s fetch A: page A is here", "3.0 s main: main works on A"});
    CHECK(log_of(run_of("combinators/as-completed?work=2s"))[4] == "3.0 s main: main works on C");
}

TEST_CASE("a shield takes the cancellation, and the transfer sleeps on") {
    CHECK(steps_of("combinators/shield", 5) ==
          Log{"0 ms main", "0 ms request", "1.0 s main", "1.0 s request", "1.0 s main"});
    CHECK(steps_of("combinators/shield?variant=fixed", 8) ==
          Log{"0 ms main", "0 ms request", "0 ms transfer", "1.0 s main", "1.0 s request",
              "2.0 s transfer", "2.0 s request", "2.0 s main"});
}

TEST_CASE("main gets its TimeoutError when the download has tidied up") {
    CHECK(steps_of("combinators/wait-for", 5) ==
          Log{"0 ms main", "0 ms download", "3.0 s download", "3.5 s download", "3.5 s main"});
    CHECK(log_of(run_of("combinators/wait-for?limit=0ms")) ==
          Log{"0 ms main: TimeoutError: no file today"});
}

TEST_CASE("the inner limit does not take the outer one's request for its own") {
    CHECK(steps_of("combinators/timeout-scope", 4) ==
          Log{"0 ms main", "2.0 s main", "3.0 s main", "6.0 s main"});
    CHECK(log_of(run_of("combinators/timeout-scope?total=1s")) ==
          Log{"1.0 s main: main goes on with: out of time"});
}

TEST_CASE("the block of a task group waits for tasks that were added later, too") {
    CHECK(steps_of("combinators/task-group", 10) ==
          Log{"0 ms main", "0 ms index", "0 ms cover", "1.5 s index", "1.5 s page-1",
              "1.5 s page-2", "2.0 s cover", "3.0 s page-1", "3.0 s page-2", "3.0 s main"});
}

TEST_CASE("one failure stops the group and its body, and the block waits for the clean-up") {
    CHECK(steps_of("combinators/task-group-failure", 10) ==
          Log{"0 ms main", "0 ms reader", "0 ms writer", "0 ms sender", "1.0 s reader",
              "1.0 s writer", "1.0 s sender", "1.0 s main", "1.5 s writer", "1.5 s main"});
}
