// What the lessons of the topic "combinators" say about runs with other parameters, and about who
// waits for what.
#include <doctest/doctest.h>

#include <array>

#include "runtime/trace/timeline.h"
#include "tests/support/claims.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

const std::array kClaims = {
    Claim("combinators/gather?pause=0ms", Expected().ends_at(3s).result("[A, B, C, A]")),
    Claim("combinators/gather?pause=5s", Expected().ends_at(8s).result("[A, B, C, A]")),
    Claim("combinators/gather?third=0ms", Expected().ends_at(2s).result("[A, B, C, A]")),
    Claim("combinators/gather?pause=2500ms", Expected().ends_at(5500ms).result("[A, B, C, A]")),

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
    Claim("combinators/gather-first-error?stock=2500ms",
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
    Claim("combinators/wait-first-exception?failure=2500ms&call-off=2s",
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
    Claim("combinators/timeout-scope?total=2500ms",
          Expected().ends_at(2500ms).result("out of time")),

    Claim("combinators/task-group?pages=0", Expected().ends_at(2s).result("an index and a cover")),
    Claim("combinators/task-group?cover=5s", Expected().ends_at(5s).result("an index and a cover")),
    Claim("combinators/task-group?pages=200",
          Expected().ends_at(3s).result("an index and a cover")),
    Claim("combinators/task-group?pages=5&reading=1s",
          Expected().ends_at(2s).result("an index and a cover")),

    Claim("combinators/task-group-failure?tidying=0ms", Expected().ends_at(1s).result("errors: 2")),
    Claim("combinators/task-group-failure?failure=3500ms",
          Expected().ends_at(3500ms).result("errors: 1")),
    Claim("combinators/task-group-failure?failure=5s", Expected().ends_at(5s).result("errors: 1")),
    Claim("combinators/task-group-failure?failure=2500ms",
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
