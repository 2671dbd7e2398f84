// What the lessons of the topic "distributed" say: other parameters, and what the presses show.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "runtime/text/message.h"
#include "tests/support/claims.h"
#include "tests/support/presses.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

constexpr std::string_view kUrgent = "a mail waits for one report at most";
constexpr std::string_view kNoWaste = "no slot is idle while a message waits in a worker";
constexpr std::string_view kCharged = "the card is charged once";
constexpr std::string_view kPaid = "the order is paid once";

const std::array kClaims = {
    Claim("distributed/task-queue?slots=1", Expected().ends_at(7500ms)),
    Claim("distributed/task-queue?retries=0", Expected().ends_at(5500ms)),
    Claim("distributed/task-queue?long=1", Expected().ends_at(2500ms)),

    Claim("distributed/priorities?dedicated=1", Expected().ends_at(20s)),
    Claim("distributed/priorities?mails=10", Expected().check_fails(kUrgent)),
    Claim("distributed/priorities?variant=fixed&mails=10", Expected()),
    Claim("distributed/priorities?variant=fixed&report=10s", Expected()),

    Claim("distributed/prefetch?variant=fixed&late=0",
          Expected().ends_at(30s).check_fails(kNoWaste)),
    Claim("distributed/prefetch?quick=10s", Expected().ends_at(40s)),
    Claim("distributed/prefetch?variant=fixed&quick=10s", Expected().ends_at(40s)),
    Claim("distributed/prefetch?workers=1", Expected().ends_at(46s)),
    Claim("distributed/prefetch?variant=fixed&workers=1", Expected().ends_at(46s)),
    Claim("distributed/prefetch?pairs=4&slots=1", Expected().ends_at(40s).check_fails(kNoWaste)),
    Claim("distributed/prefetch?variant=fixed&pairs=4&slots=1", Expected().ends_at(22s)),

    Claim("distributed/time-limits?threads=1",
          Expected().ends_at(10s).result("all done; all done; all done")),
    Claim("distributed/time-limits?hard=7s",
          Expected().ends_at(6s).result(
              "half done, tidied up; half done, tidied up; SoftTimeLimitExceeded")),
    Claim("distributed/time-limits?soft=0ms",
          Expected().ends_at(5s).result("TimeLimitExceeded; TimeLimitExceeded; TimeLimitExceeded")),
    Claim("distributed/time-limits?work=3s",
          Expected().ends_at(3s).result("all done; all done; all done")),

    Claim("distributed/retry-countdown?max_retries=2",
          Expected().result("ConnectionError after 3 runs")),
    Claim("distributed/retry-countdown?mails=0",
          Expected().ends_at(9s).result("charged after 4 runs")),
    Claim("distributed/retry-countdown?failures=0", Expected().result("charged after 1 runs")),
    Claim("distributed/retry-countdown?countdown=3m&mails=0", Expected().ends_at(1262s)),

    Claim("distributed/acks-late?crash=12s", Expected().ends_at(10s).result("SUCCESS, runs: 1")),
    Claim("distributed/acks-late?variant=fixed&crash=12s",
          Expected().ends_at(10s).result("SUCCESS, runs: 1")),
    Claim("distributed/acks-late?variant=fixed&redis=1",
          Expected().ends_at(40s).result("SUCCESS, runs: 2")),
    Claim("distributed/acks-late?variant=fixed&patience=30s&redis=1",
          Expected().ends_at(30s).check_fails("the job is done")),
    Claim("distributed/acks-late?crash=0ms", Expected().ends_at(10s).result("SUCCESS, runs: 1")),
    Claim("distributed/acks-late?variant=fixed&crash=0ms",
          Expected().ends_at(10s).result("SUCCESS, runs: 1")),

    Claim("distributed/visibility-timeout?visibility=5m", Expected()),
    Claim("distributed/visibility-timeout?check=1s", Expected().check_fails(kCharged)),
    Claim("distributed/visibility-timeout?visibility=150s", Expected().check_fails(kCharged)),
    Claim("distributed/visibility-timeout?workers=1", Expected().check_fails(kCharged)),
    Claim("distributed/visibility-timeout?variant=fixed&workers=1", Expected()),
    Claim("distributed/visibility-timeout?work=90s", Expected()),

    Claim("distributed/monitoring?period=100ms",
          Expected().result("asked 33 times and saw it at 3.2 s, heard it at 3.2 s")),
    Claim("distributed/monitoring?period=5s",
          Expected().result("asked 2 times and saw it at 5.0 s, heard it at 3.2 s")),
    Claim("distributed/monitoring?work=3.5s",
          Expected().result("asked 8 times and saw it at 3.5 s, heard it at 3.5 s")),
    Claim("distributed/monitoring?work=10s&period=2s",
          Expected().result("asked 6 times and saw it at 10.0 s, heard it at 10.0 s")),

    Claim("distributed/result-timeout?patience=20s", Expected()),
    Claim("distributed/result-timeout?slots=1", Expected().ends_at(75s).check_fails(kPaid)),
    Claim("distributed/result-timeout?variant=fixed&tries=1", Expected()),

    Claim("distributed/canvas?fails=1",
          Expected().ends_at(5500ms).result("ValueError, ChordError after 3.5 s")),
    Claim("distributed/canvas?counted=0", Expected().result("saved, saved after 3.5 s")),
    Claim("distributed/canvas?slots=1",
          Expected().ends_at(13500ms).result("saved, saved after 6.0 s")),
    Claim("distributed/canvas?slots=1&counted=0", Expected().result("saved, saved after 6.0 s")),

    Claim("distributed/beat?slots=2", Expected().result("12 done, 0 revoked, one waited 0 ms")),
    Claim("distributed/beat?variant=fixed&slots=2",
          Expected().result("12 done, 0 revoked, one waited 0 ms")),
    Claim("distributed/beat?work=4s", Expected().result("12 done, 0 revoked, one waited 0 ms")),
    Claim("distributed/beat?period=8s", Expected().result("7 done, 0 revoked, one waited 0 ms")),
    Claim("distributed/beat?for=10m", Expected()
                                          .ends_at(845s)
                                          .check_fails("no report begins after the next is due")
                                          .result("120 done, 0 revoked, one waited 238.0 s")),

    Claim("distributed/dead-letter?variant=fixed&limit=20",
          Expected().ends_at(24s).result("24 runs, 1 dead letters")),
    Claim("distributed/dead-letter?variant=fixed&limit=100",
          Expected().check_fails("the photo at the end is resized")),
    Claim("distributed/dead-letter?variant=fixed&photos=50&patience=1m",
          Expected().result("53 runs, 1 dead letters")),

    Claim("distributed/broker-restart?variant=fixed&late=1",
          Expected().ends_at(22500ms).result("20 done, 0 lost, 21 runs")),
    Claim("distributed/broker-restart?crash=30s", Expected()),
    Claim("distributed/broker-restart?variant=fixed&downtime=10s", Expected().ends_at(31500ms)),
    Claim("distributed/broker-restart?jobs=5", Expected()),

    Claim("distributed/many-jobs?multiplier=1&late=1",
          Expected().result("200 jobs in 20.9 s, 19.97 s of work for each slot")),
    Claim("distributed/many-jobs?multiplier=16",
          Expected().result("200 jobs in 21.6 s, 19.97 s of work for each slot")),
    Claim("distributed/many-jobs?own_queue=1",
          Expected().result("200 jobs in 20.6 s, 19.97 s of work for each slot")),
    Claim("distributed/many-jobs?slots=2&multiplier=1&late=1",
          Expected().result("200 jobs in 11.0 s, 9.985 s of work for each slot")),
    Claim("distributed/many-jobs?jobs=10000&workers=100",
          Expected().result("10000 jobs in 102.8 s, 99.994 s of work for each slot")),
};

bool has_line(std::string_view runspec, std::string_view line) {
    return std::ranges::count(log_of(run_of(runspec)), line) > 0;
}

/// When each run of a job began, by its place, as "worker-1 0 ms".
std::vector<std::string> starts_of(std::string_view runspec, std::string_view job) {
    const Timeline timeline(run_of(runspec));
    std::vector<std::string> starts;
    for (const JobInfo& info : timeline.jobs()) {
        if (timeline.trace().text(info.name) == job && info.started != kNoEvent) {
            starts.push_back(std::string(timeline.resource_name(info.executor)) + " " +
                             format_duration(timeline.time_of(info.started)));
        }
    }
    return starts;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("what the lessons on the task queue say about other parameters is true") {
    check_claims(kClaims);
}

TEST_CASE("task-queue: the presses of its lesson") {
    const Presses presses("distributed/task-queue");
    CHECK(presses.after(1) == "0 ms main");
    CHECK(presses.logs(1, "add-1 is PENDING"));
    CHECK(presses.after(2) == "500 ms main");
    CHECK(presses.logs(10, "flaky-1 is RETRY"));
    CHECK(presses.logs(22, "flaky-1 is STARTED"));
    CHECK(presses.logs(29, "flaky-1 is FAILURE"));
    CHECK(presses.logs(30, "add-2 is REVOKED"));
    CHECK(has_line("distributed/task-queue?period=2s", "2.5 s watch-failing: flaky-1 is FAILURE"));
}

TEST_CASE("priorities: when the mails begin") {
    CHECK(has_line("distributed/priorities",
                   "23.0 s main: the last mail began 9.5 s after it was sent"));
    CHECK(has_line("distributed/priorities?dedicated=1",
                   "20.0 s main: the last mail began 2.0 s after it was sent"));
    CHECK(has_line("distributed/priorities?variant=fixed",
                   "23.0 s main: the last mail began 3.5 s after it was sent"));
    CHECK(has_line("distributed/priorities?variant=fixed&report=10s",
                   "103.0 s main: the last mail began 11.5 s after it was sent"));
    CHECK(starts_of("distributed/priorities", "mail-3") == Texts{"worker-1 10.0 s"});
    CHECK(starts_of("distributed/priorities?variant=fixed", "mail-1") == Texts{"worker-1 2.0 s"});
}

TEST_CASE("retry-countdown: the runs of the charge") {
    CHECK(starts_of("distributed/retry-countdown", "charge-1") ==
          Texts{"worker-1 0 ms", "worker-1 4.5 s", "worker-1 7.0 s", "worker-1 11.5 s"});
    CHECK(starts_of("distributed/retry-countdown?mails=0", "charge-1") ==
          Texts{"worker-1 0 ms", "worker-1 1.5 s", "worker-1 4.0 s", "worker-1 8.5 s"});
}

TEST_CASE("acks-late: the second worker has the job only if it was acknowledged late") {
    CHECK(starts_of("distributed/acks-late", "report-1") == Texts{"worker-1 0 ms"});
    CHECK(starts_of("distributed/acks-late?variant=fixed", "report-1") ==
          Texts{"worker-1 0 ms", "worker-2 4.0 s"});
}

TEST_CASE("visibility-timeout: three runs of one id at the same time") {
    CHECK(starts_of("distributed/visibility-timeout", "charge-1") ==
          Texts{"worker-1 0 ms", "worker-2 100.0 s", "worker-3 200.0 s"});
    CHECK(starts_of("distributed/visibility-timeout?visibility=150s", "charge-1") ==
          Texts{"worker-1 0 ms", "worker-2 200.0 s"});
}

TEST_CASE("monitoring: the listener is told before the poller asks") {
    const Presses presses("distributed/monitoring");
    CHECK(presses.logs(4, "the listener: task-received add-1"));
    CHECK(presses.after(10) == "3.0 s poller");
    CHECK(presses.logs(11, "the listener: task-succeeded add-1"));
    CHECK(presses.logs(12, "the poller: add-1 has ended, asked 8 times"));
    CHECK(presses.logs(14, "add-1 is PENDING, some time later"));
    CHECK(has_line("distributed/monitoring?period=20s",
                   "1800.0 s poller: the poller: gives up, asked 90 times"));
    CHECK(has_line("distributed/monitoring?expires=30s",
                   "23.5 s main: add-1 is SUCCESS, some time later"));
}

TEST_CASE("canvas: a chain that fails leaves its last job PENDING") {
    CHECK(starts_of("distributed/canvas", "save-2") == Texts{"worker-1 7.0 s"});
    const std::string_view fails = "distributed/canvas?fails=1";
    CHECK(has_line(fails, "1.0 s main: the chain: ValueError, its last job is PENDING"));
    CHECK(has_line(fails, "2.0 s main: the group: ValueError, 1 of 3 have succeeded"));
}

TEST_CASE("dead-letter: the poison is put aside at 5 s") {
    CHECK(starts_of("distributed/dead-letter", "resize-2").size() == 30);
    CHECK(starts_of("distributed/dead-letter?variant=fixed", "resize-2").size() == 4);
    CHECK(starts_of("distributed/dead-letter?variant=fixed", "resize-3") ==
          Texts{"worker-1 5.0 s"});
}
