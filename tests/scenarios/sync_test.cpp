// What the lessons of the topic "sync" say about runs with other parameters, and about steps.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "runtime/trace/timeline.h"
#include "tests/support/claims.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

const std::array kClaims = {
    Claim("sync/lock?tasks=10", Expected().ends_at(1s).result("the total is 55")),
    Claim("sync/lock?tasks=1", Expected().ends_at(100ms).result("the total is 1")),
    Claim("sync/lock?access=0ms", Expected().ends_at(0ms).result("the total is 15")),
    Claim("sync/lock?tasks=8&access=50ms", Expected().ends_at(400ms).result("the total is 36")),

    Claim("sync/semaphore?permits=4", Expected().ends_at(6s).result("4 at once")),
    Claim("sync/semaphore?permits=5", Expected().ends_at(4s).result("5 at once")),
    Claim("sync/semaphore?permits=9", Expected().ends_at(4s).result("9 at once")),
    Claim("sync/semaphore?permits=10", Expected().ends_at(2s).result("10 at once")),
    Claim("sync/semaphore?permits=1", Expected().ends_at(20s).result("1 at once")),
    Claim("sync/semaphore?downloads=12", Expected().ends_at(8s).result("3 at once")),
    Claim("sync/semaphore?length=0ms", Expected().ends_at(0ms).result("3 at once")),
    Claim("sync/semaphore?downloads=7&permits=2", Expected().ends_at(8s).result("2 at once")),

    Claim("sync/bounded-semaphore?bounded=1", Expected()
                                                  .check_fails("never more at once than permits")
                                                  .ends_at(4300ms)
                                                  .result("6 served, 2 gave up, 4 at once")),
    Claim("sync/bounded-semaphore?patience=10s",
          Expected().ends_at(8300ms).result("8 served, 0 gave up, 2 at once")),
    Claim("sync/bounded-semaphore?downloads=20", Expected()
                                                     .check_fails("never more at once than permits")
                                                     .result("16 served, 4 gave up, 6 at once")),
    Claim("sync/bounded-semaphore?variant=fixed&downloads=20",
          Expected().result("8 served, 12 gave up, 2 at once")),
    Claim("sync/bounded-semaphore?variant=fixed&bounded=1",
          Expected().ends_at(4300ms).result("4 served, 4 gave up, 2 at once")),

    Claim("sync/event?connect=0ms", Expected().result("2 of 7 had to wait")),
    Claim("sync/event?every=0ms", Expected().ends_at(3s).result("7 of 7 had to wait")),
    Claim("sync/event?away=0ms", Expected().ends_at(2700ms).result("3 of 7 had to wait")),
    Claim("sync/event?up=0ms", Expected().ends_at(2700ms).result("5 of 7 had to wait")),
    Claim("sync/event?up=0ms&policy=lifo",
          Expected().check_fails("whoever goes on finds the database there").ends_at(2700ms)),
    Claim("sync/event?connect=2s", Expected().ends_at(4s).result("5 of 7 had to wait")),

    Claim("sync/condition?capacity=1", Expected().ends_at(2100ms).result("8 items")),
    Claim("sync/condition?capacity=8", Expected().ends_at(2100ms).result("8 items")),
    Claim("sync/condition?work=10ms", Expected().ends_at(420ms).result("8 items")),
    Claim("sync/condition?producers=4", Expected().ends_at(4100ms).result("16 items")),
    Claim("sync/condition?producers=1", Expected().ends_at(1100ms).result("4 items")),

    Claim("sync/barrier?guests=12", Expected().ends_at(4600ms).result("12 rode, 0 walked")),
    Claim("sync/barrier?open=2s", Expected().ends_at(3s).result("4 rode, 6 walked")),
    Claim("sync/barrier?seats=1", Expected().ends_at(4s).result("10 rode, 0 walked")),
    Claim("sync/barrier?seats=11", Expected().ends_at(4s).result("0 rode, 10 walked")),
    Claim("sync/barrier?seats=3", Expected().ends_at(4s).result("9 rode, 1 walked")),

    Claim("sync/rate-limiter?answer=100ms",
          Expected()
              .check_fails("no more requests per second than the limit")
              .ends_at(300ms)
              .result("5 in the busiest second")),
    Claim("sync/rate-limiter?pause=500ms",
          Expected().ends_at(4500ms).result("2 in the busiest second")),
    Claim("sync/rate-limiter?answer=100ms&pause=500ms",
          Expected()
              .check_fails("no more requests per second than the limit")
              .ends_at(1800ms)
              .result("4 in the busiest second")),
    Claim("sync/rate-limiter?answer=100ms&pause=1s",
          Expected().ends_at(3300ms).result("2 in the busiest second")),
    Claim("sync/rate-limiter?limit=5", Expected().ends_at(1s).result("5 in the busiest second")),
    Claim("sync/rate-limiter?requests=40&limit=3&answer=200ms",
          Expected()
              .check_fails("no more requests per second than the limit")
              .result("15 in the busiest second")),

    Claim("sync/lock-fairness?long=200ms",
          Expected().finding("unfair-lock").ends_at(1100ms).result("abcabcabcabcabc")),
    Claim("sync/lock-fairness?long=10ms", Expected().ends_at(150ms).result("abcabcabcabcabc")),
    Claim("sync/lock-fairness?turns=1", Expected().ends_at(70ms).result("abc")),
    Claim("sync/lock-fairness?workers=2&turns=10&long=90ms",
          Expected().finding("unfair-lock").ends_at(1s).result("abababababababababab")),

    Claim("sync/reader-writer?writers_first=0", Expected().result("the writer waited 850 ms")),
    Claim("sync/reader-writer?reads=20&writers_first=0",
          Expected().result("the writer waited 5950 ms")),
    Claim("sync/reader-writer?reads=20", Expected().result("the writer waited 150 ms")),
    Claim("sync/reader-writer?readers=1", Expected().result("the writer waited 50 ms")),
    Claim("sync/reader-writer?write=1s",
          Expected().ends_at(2200ms).result("the writer waited 150 ms")),
    Claim("sync/reader-writer?comes=250ms", Expected().result("the writer waited 150 ms")),

    Claim("sync/unlocked-convoy?pages=20",
          Expected()
              .check_fails("the fetches together take as long as one")
              .ends_at(20200ms)
              .result("20 lines")),
    Claim("sync/unlocked-convoy?variant=fixed&pages=20",
          Expected().ends_at(1200ms).result("20 lines")),
    Claim("sync/unlocked-convoy?fetch=100ms",
          Expected().check_fails("the fetches together take as long as one").ends_at(550ms)),
    Claim("sync/unlocked-convoy?variant=fixed&fetch=100ms", Expected().ends_at(150ms)),
    Claim("sync/unlocked-convoy?store=1s",
          Expected().check_fails("the fetches together take as long as one").ends_at(10s)),
    Claim("sync/unlocked-convoy?variant=fixed&store=1s", Expected().ends_at(6s)),
    Claim("sync/unlocked-convoy?pages=1", Expected().ends_at(1010ms)),
    Claim("sync/unlocked-convoy?variant=fixed&pages=1", Expected().ends_at(1010ms)),
    Claim("sync/unlocked-convoy?pages=10&fetch=500ms&store=20ms",
          Expected().check_fails("the fetches together take as long as one").ends_at(5200ms)),
    Claim("sync/unlocked-convoy?variant=fixed&pages=10&fetch=500ms&store=20ms",
          Expected().ends_at(700ms)),
};

/// "1.0 s worker-1": when step `number` (from 1) begins, and whose it is.
std::string step(const Timeline& timeline, std::size_t number) {
    REQUIRE(number <= timeline.steps().size());
    const auto& one = timeline.steps()[number - 1];
    return format_duration(one.begin) + " " + std::string(timeline.task_name(one.task));
}

bool logs(const Trace& trace, std::string_view line) {
    const std::vector<std::string> log = log_of(trace);
    return std::ranges::find(log, line) != log.end();
}

}  // namespace

TEST_CASE("what the lessons of the topic sync say about other parameters is true") {
    check_claims(kClaims);
}

TEST_CASE("who runs at the steps that the lessons of the topic sync name") {
    struct Step {
        std::string_view run;
        std::size_t number;
        std::string_view who;
    };
    for (const Step& expected : {
             Step{"sync/lock", 2, "0 ms task-1"},
             Step{"sync/lock", 6, "0 ms task-5"},
             Step{"sync/lock", 7, "100 ms task-1"},
             Step{"sync/lock", 8, "100 ms task-2"},
             Step{"sync/bounded-semaphore", 11, "1.3 s download-3"},
             Step{"sync/bounded-semaphore", 12, "1.3 s download-4"},
             Step{"sync/event", 12, "900 ms request-3"},
             Step{"sync/event", 13, "1.0 s database"},
             Step{"sync/event", 14, "1.0 s request-1"},
             Step{"sync/event", 16, "1.0 s request-3"},
             Step{"sync/condition", 10, "300 ms producer-1"},
             Step{"sync/condition", 11, "300 ms producer-2"},
             Step{"sync/condition", 12, "350 ms consumer"},
             Step{"sync/condition", 13, "350 ms producer-1"},
             Step{"sync/barrier", 14, "900 ms guest-3"},
             Step{"sync/barrier", 15, "1.2 s guest-4"},
             Step{"sync/barrier", 18, "1.2 s guest-3"},
             Step{"sync/rate-limiter", 3, "0 ms request-2"},
             Step{"sync/rate-limiter", 6, "0 ms request-5"},
             Step{"sync/lock-fairness", 5, "50 ms a"},
             Step{"sync/lock-fairness", 6, "50 ms b"},
             Step{"sync/reader-writer", 8, "150 ms writer"},
             Step{"sync/reader-writer", 9, "200 ms reader-3"},
             Step{"sync/unlocked-convoy", 6, "0 ms saver-5"},
             Step{"sync/unlocked-convoy?variant=fixed", 7, "1.0 s saver-1"},
         }) {
        CAPTURE(expected.run);
        CAPTURE(expected.number);
        const Trace trace = run_of(expected.run);
        CHECK(step(Timeline(trace), expected.number) == expected.who);
    }
}

TEST_CASE("with a BoundedSemaphore two downloads fail that did nothing wrong") {
    const Trace trace = run_of("sync/bounded-semaphore?bounded=1");
    CHECK(logs(trace, "1.3 s download-3: download 3 gives up"));
    const std::vector<std::string> log = log_of(trace);
    REQUIRE(log.size() == 4);
    CHECK(log[2].starts_with("4.3 s main: download 7: ValueError"));
    CHECK(log[3].starts_with("4.3 s main: download 8: ValueError"));
    const Timeline timeline(trace);
    std::vector<std::string> failed;
    for (EventIndex i = 0; i < trace.size(); ++i) {
        if (trace[i].kind == EventKind::TaskFailed) {
            failed.push_back(format_duration(trace[i].time) + " " +
                             std::string(timeline.task_name(trace[i].task)));
        }
    }
    CHECK(failed == std::vector<std::string>{"4.0 s download-7", "4.3 s download-8"});
}

TEST_CASE("a lock goes round in the order of the first round, whatever the loop does") {
    for (const std::string_view policy : {"lifo", "random", "priority"}) {
        for (std::uint64_t seed = 1; seed <= 50; ++seed) {
            RunSpec spec;
            spec.scenario = "sync/lock-fairness";
            spec.policy = policy;
            spec.seed = seed;
            CAPTURE(to_text(spec));
            check_run(simulate(spec), Expected());
        }
    }
}

TEST_CASE("nobody reads half of each version, in any order") {
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        RunSpec spec;
        spec.scenario = "sync/reader-writer";
        spec.policy = "random";
        spec.seed = seed;
        CAPTURE(seed);
        check_run(simulate(spec), Expected());
    }
}
