// What the lessons of the topic "races" say about runs with other parameters.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/trace/timeline.h"
#include "tests/support/claims.h"
#include "tests/support/presses.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

Expected overdrawn() {
    return Expected().finding("check-then-act").check_fails("the account is never overdrawn");
}
Expected stampede() {
    return Expected().finding("check-then-act").check_fails("each key is fetched once");
}
Expected not_everybody() {
    return Expected().check_fails("everybody who was there gets the message");
}

const std::array kClaims = {
    Claim("races/lost-update?pause=0ms", Expected()
                                             .finding("lost-update")
                                             .check_fails("every increment counts")
                                             .ends_at(0ms)
                                             .result("1")),
    Claim("races/lost-update?workers=10&pause=0ms", Expected()
                                                        .finding("lost-update")
                                                        .check_fails("every increment counts")
                                                        .ends_at(0ms)
                                                        .result("1")),
    Claim("races/lost-update?workers=10&pause=0ms&seed=3&policy=random",
          Expected()
              .finding("lost-update")
              .check_fails("every increment counts")
              .ends_at(0ms)
              .result("5")),
    Claim("races/lost-update?workers=10&pause=0ms&policy=lifo",
          Expected().ends_at(0ms).result("10")),
    Claim("races/lost-update?variant=fixed&workers=10", Expected().ends_at(10ms).result("10")),
    Claim("races/lost-update?workers=3", Expected()
                                             .finding("lost-update")
                                             .check_fails("every increment counts")
                                             .ends_at(1ms)
                                             .result("1")),

    Claim("races/check-then-act?customers=10",
          overdrawn().ends_at(100ms).result("800 paid out, balance -700")),
    Claim("races/check-then-act?customers=5",
          overdrawn().ends_at(100ms).result("400 paid out, balance -300")),
    Claim("races/check-then-act?count=0ms",
          overdrawn().ends_at(0ms).result("160 paid out, balance -60")),
    Claim("races/check-then-act?count=0ms&policy=lifo",
          Expected().ends_at(0ms).result("80 paid out, balance 20")),
    Claim("races/check-then-act?balance=200",
          Expected().finding("check-then-act").ends_at(100ms).result("160 paid out, balance 40")),
    Claim("races/check-then-act?variant=fixed&balance=200",
          Expected().ends_at(200ms).result("160 paid out, balance 40")),

    Claim("races/cache-stampede?variant=fixed&looks=1",
          stampede().ends_at(5s).result("10 requests, 10 fetched")),
    Claim("races/cache-stampede?variant=fixed&keys=5",
          Expected().ends_at(2500ms).result("10 requests, 5 fetched")),
    Claim("races/cache-stampede?requests=100",
          stampede().ends_at(500ms).result("100 requests, 100 fetched")),
    Claim("races/cache-stampede?variant=fixed&requests=100",
          Expected().ends_at(500ms).result("100 requests, 1 fetched")),
    Claim("races/cache-stampede?fetch=0ms",
          stampede().ends_at(0ms).result("10 requests, 10 fetched")),
    Claim("races/cache-stampede?variant=fixed&requests=4&looks=1",
          stampede().ends_at(2s).result("4 requests, 4 fetched")),

    Claim("races/dict-changed?joins=0ms",
          not_everybody().ends_at(100ms).result("1 of 3 have the message")),
    Claim("races/dict-changed?joins=250ms",
          Expected().ends_at(300ms).result("3 of 3 have the message")),
    Claim("races/dict-changed?joins=400ms",
          Expected().ends_at(400ms).result("3 of 3 have the message")),
    Claim("races/dict-changed?clients=10&joins=450ms",
          not_everybody().ends_at(500ms).result("5 of 10 have the message")),

    Claim("races/lost-wakeup?reading=50ms", Expected().ends_at(350ms).result("3 letters read")),
    Claim("races/lost-wakeup?letters=10", Expected().finding("hang").hangs().ends_at(1050ms)),
    Claim("races/lost-wakeup?letters=5", Expected().finding("hang").hangs().ends_at(650ms)),

    Claim("races/queue-instead-of-lock?pause=2ms", Expected().ends_at(200ms).result("100")),
    Claim("races/queue-instead-of-lock?size=1&pause=2ms", Expected().ends_at(206ms).result("100")),
    Claim("races/queue-instead-of-lock?size=0&pause=2ms",
          Expected().finding("unbounded-queue").ends_at(200ms).result("100")),
    Claim("races/queue-instead-of-lock?workers=1&increments=100",
          Expected().ends_at(1s).result("100")),
    Claim("races/queue-instead-of-lock?pause=5ms", Expected().ends_at(500ms).result("100")),

    Claim(
        "races/transfer?audit=150ms",
        Expected().ends_at(150ms).result("the audit counted 200; in the end A has 90, B has 110")),
    Claim(
        "races/transfer?variant=fixed&audit=150ms",
        Expected().ends_at(200ms).result("the audit counted 200; in the end A has 90, B has 110")),
    Claim("races/transfer?variant=fixed&way=1s",
          Expected().ends_at(2s).result("the audit counted 200; in the end A has 90, B has 110")),
    Claim("races/transfer?variant=fixed&ordered=0",
          Expected().finding("deadlock").hangs().ends_at(100ms)),

    Claim("races/stale-read?describing=50ms", Expected().ends_at(100ms).result("Ada is called")),
    Claim("races/stale-read?variant=fixed&describing=50ms",
          Expected().ends_at(100ms).result("Ada is called")),
    Claim("races/stale-read?shift=300ms", Expected().ends_at(300ms).result("Ada is called")),
    Claim("races/stale-read?variant=fixed&shift=300ms",
          Expected().ends_at(300ms).result("Ada is called")),
    Claim("races/stale-read?describing=100ms", Expected()
                                                   .finding("check-then-act")
                                                   .check_fails("the doctor on duty is called")
                                                   .ends_at(100ms)
                                                   .result("Ada is called")),
    Claim("races/stale-read?variant=fixed&describing=100ms",
          Expected().ends_at(100ms).result("Bob is called")),
    Claim("races/stale-read?variant=fixed&describing=80ms",
          Expected().ends_at(100ms).result("Ada is called")),

    Claim("races/double-release?jobs=1",
          Expected().check_fails("no job fails").ends_at(150ms).result("1 at once, 1 failed")),
    Claim("races/double-release?jobs=2",
          Expected().check_fails("no job fails").ends_at(200ms).result("1 at once, 1 failed")),
};

bool has_line(const std::vector<std::string>& log, std::string_view line) {
    return std::ranges::find(log, line) != log.end();
}

/// The variable's value when the run is over.
std::string last_value(const Timeline& timeline, std::string_view variable) {
    const Trace& trace = timeline.trace();
    for (const ResourceInfo& info : timeline.resources()) {
        if (timeline.resource_name(info.id) == variable) {
            return std::string(trace.text(trace[info.accesses.back().event].b));
        }
    }
    return "no such variable";
}

}  // namespace

TEST_CASE("what the lessons of the topic races say about other parameters is true") {
    check_claims(kClaims);
}

TEST_CASE("with a real pause the lost update happens in every order that chance can think of") {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        RunSpec spec;
        spec.scenario = "races/lost-update";
        spec.parameters = {{"workers", "10"}};
        spec.policy = "random";
        spec.seed = seed;
        CAPTURE(seed);
        CHECK(result_of_main(simulate(spec)) == "1");
    }
}

TEST_CASE(
    "a client joins during the last send: all have the message, and the walk fails all the same") {
    const auto log = log_of(run_of("races/dict-changed?joins=250ms"));
    CHECK(has_line(log, "300 ms main: RuntimeError: dictionary changed size during iteration"));
}

TEST_CASE("who joins while the copy is walked does not get the message") {
    for (const std::string& line : log_of(run_of("races/dict-changed?variant=fixed"))) {
        CHECK(line.find("zoe has the message") == std::string::npos);
    }
}

TEST_CASE("the letters whose ring was missed stay in the box") {
    CHECK(last_value(Timeline(run_of("races/lost-wakeup")), "box") == "[3]");
    CHECK(last_value(Timeline(run_of("races/lost-wakeup?letters=5")), "box") == "[4, 5]");
    CHECK(last_value(Timeline(run_of("races/lost-wakeup?letters=10")), "box") ==
          "[6, 7, 8, 9, 10]");
}

TEST_CASE("with a pause of 2 ms half of the orders are done when all are given") {
    CHECK(has_line(log_of(run_of("races/queue-instead-of-lock?pause=2ms")),
                   "100 ms main: all orders are given, counter is 50"));
    const auto small = log_of(run_of("races/queue-instead-of-lock?size=1&pause=2ms"));
    CHECK(small.front().starts_with("206 ms main: all orders are given"));
}

TEST_CASE("the audit waits for the locks of the transfers") {
    CHECK(has_line(log_of(run_of("races/transfer")), "50 ms audit: counts 70 + 80 = 150"));
    CHECK(has_line(log_of(run_of("races/transfer?variant=fixed")),
                   "200 ms audit: counts 90 + 110 = 200"));
    CHECK(has_line(log_of(run_of("races/transfer?variant=fixed&way=1s")),
                   "2.0 s audit: counts 90 + 110 = 200"));
    CHECK(has_line(log_of(run_of("races/transfer?variant=fixed&audit=150ms")),
                   "200 ms audit: counts 90 + 110 = 200"));
}

TEST_CASE("the release too many fails in another job than the one that made it") {
    const auto how = [](std::string_view run, TaskId task) {
        const Trace trace = run_of(run);
        return trace[Timeline(trace).task(task)->ended].kind;
    };
    CHECK(how("races/double-release?jobs=1", 2) == EventKind::TaskFailed);
    CHECK(how("races/double-release?jobs=2", 2) == EventKind::TaskFinished);  // job-1
    CHECK(how("races/double-release?jobs=2", 3) == EventKind::TaskFailed);    // job-2
    CHECK(how("races/double-release", 2) == EventKind::TaskFinished);
    CHECK(result_of_main(run_of("races/double-release?note=0ms")).starts_with("2 at once"));
}

TEST_CASE("both customers look before the first one pays") {
    const Presses presses("races/check-then-act");
    CHECK(presses.after(2) == "0 ms customer-1");
    CHECK(presses.after(3) == "0 ms customer-2");
    CHECK(presses.logs(3, "there is enough for 80"));
    CHECK(presses.value(3, "balance") == "100");
    CHECK(presses.value(4, "balance") == "20");
    CHECK(presses.value(5, "balance") == "-60");
}

TEST_CASE("all requests have run after eleven presses, and one or all of them fetch") {
    const Presses broken("races/cache-stampede");
    CHECK(broken.after(11) == "0 ms request-10");
    CHECK(broken.value(11, "fetches") == "10");
    const Presses fixed("races/cache-stampede?variant=fixed");
    CHECK(fixed.after(11) == "0 ms request-10");
    CHECK(fixed.value(11, "fetches") == "1");
    CHECK(fixed.state(11, "request-10") == TaskState::Waiting);
}

TEST_CASE("zoe joins between two sends, and the walk fails behind the second one") {
    const Presses presses("races/dict-changed");
    CHECK(presses.after(3) == "0 ms broadcast");
    CHECK(presses.logs(4, "client-1 has the message"));
    CHECK(presses.after(5) == "150 ms zoe");
    CHECK(presses.after(6) == "200 ms broadcast");
    CHECK(presses.state(6, "broadcast") == TaskState::Failed);
}

TEST_CASE("the reader is busy at the second ring, and waits beside a full box in the end") {
    const Presses presses("races/lost-wakeup");
    CHECK(presses.after(4) == "100 ms postman");
    CHECK(presses.after(5) == "100 ms reader");
    CHECK(presses.after(6) == "200 ms postman");
    CHECK(presses.state(6, "reader") == TaskState::Sleeping);
    CHECK(presses.after(7) == "250 ms reader");
    CHECK(presses.state(7, "reader") == TaskState::Waiting);
    CHECK(presses.value(7, "box") == "[2]");
    CHECK(presses.after(10) == "450 ms reader");
    CHECK(presses.value(10, "box") == "[3]");
}

TEST_CASE("only the owner touches the counter") {
    const Presses presses("races/queue-instead-of-lock");
    CHECK(presses.after(2) == "0 ms owner");
    CHECK(presses.after(12) == "0 ms worker-10");
    const Timeline timeline(run_of("races/queue-instead-of-lock"));
    for (const ResourceInfo& info : timeline.resources()) {
        for (const Access& access : info.accesses) {
            const std::string_view who = timeline.task_name(access.task);
            CHECK((who == "owner" || who == "main"));
        }
    }
}

TEST_CASE("the audit comes between the two halves of both transfers") {
    const Presses presses("races/transfer");
    CHECK(presses.after(3) == "0 ms transfer B→A");
    CHECK(presses.value(3, "money A") == "70");
    CHECK(presses.value(3, "money B") == "80");
    CHECK(presses.logs(5, "counts 70 + 80 = 150"));
}

TEST_CASE("the shift changes between the alarm's look and its call") {
    const Presses presses("races/stale-read");
    CHECK(presses.after(3) == "0 ms alarm");
    CHECK(presses.after(4) == "100 ms shift");
    CHECK(presses.logs(5, "calls Ada to room 7"));
}

TEST_CASE("job-1 opens job-2's lock, and job-3 prints beside it") {
    const Presses presses("races/double-release");
    CHECK(presses.after(6) == "100 ms job-2");
    CHECK(presses.after(7) == "150 ms job-1");
    CHECK(presses.after(8) == "150 ms job-3");
    CHECK(presses.value(8, "printing now") == "2");
    CHECK(presses.after(9) == "200 ms job-2");
    CHECK(presses.after(10) == "250 ms job-3");
    CHECK(presses.state(10, "job-3") == TaskState::Failed);
    CHECK(presses.after(11) == "250 ms job-2");
    CHECK(presses.state(11, "job-2") == TaskState::Failed);
}
