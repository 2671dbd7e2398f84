// What the lessons of the topic "blocking" say about runs with other parameters.
#include <doctest/doctest.h>

#include <array>

#include "runtime/trace/timeline.h"
#include "tests/support/claims.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

const std::array kBlockingSleep = {
    Claim("blocking/blocking-sleep?call=50ms", Expected().ends_at(2500ms)),
    Claim("blocking/blocking-sleep?call=100ms",
          Expected().finding("blocking-call").ends_at(2500ms)),
    Claim("blocking/blocking-sleep?call=1s",
          Expected().finding("blocking-call").check_fails("nobody is late").ends_at(3300ms)),
    Claim("blocking/blocking-sleep?call=300ms",
          Expected().finding("blocking-call").ends_at(2600ms)),
};

const std::array kCpuHog = {
    Claim("blocking/cpu-hog?variant=fixed&chunk=100000",
          Expected().ends_at(5s).result("the latest beat was 10 ms late")),
    Claim("blocking/cpu-hog?variant=fixed&chunk=1000",
          Expected().ends_at(5s).result("the latest beat was 0 ms late")),
    Claim("blocking/cpu-hog?items=2000000",
          Expected().finding("slow-step").ends_at(1s).result("the latest beat was 0 ms late")),
    Claim("blocking/cpu-hog?items=1900000",
          Expected().ends_at(1s).result("the latest beat was 0 ms late")),
    Claim("blocking/cpu-hog?variant=fixed&chunk=1000000",
          Expected()
              .check_fails("no beat is 50 ms late")
              .ends_at(5s)
              .result("the latest beat was 100 ms late")),
};

const std::array kRunInExecutor = {
    Claim("blocking/run-in-executor?variant=fixed&requests=25",
          Expected().ends_at(3s).result("healthy after 500 ms")),
    Claim("blocking/run-in-executor?variant=fixed&threads=1",
          Expected().ends_at(3s).result("healthy after 500 ms")),
    Claim("blocking/run-in-executor?call=100ms",
          Expected().finding("blocking-call").ends_at(500ms).result("healthy after 500 ms")),
    Claim("blocking/run-in-executor?requests=10&call=100ms",
          Expected()
              .finding("blocking-call")
              .check_fails("the health check is answered within 100 ms")
              .ends_at(1s)
              .result("healthy after 1000 ms")),
    Claim("blocking/run-in-executor?variant=fixed&requests=12",
          Expected().ends_at(2s).result("healthy after 500 ms")),
};

const std::array kExecutorExhaustion = {
    Claim("blocking/executor-exhaustion?threads=9",
          Expected().ends_at(2s).result("the login took 10 ms")),
    Claim("blocking/executor-exhaustion?exports=40", Expected()
                                                         .check_fails("a login takes less than 1 s")
                                                         .ends_at(20'010ms)
                                                         .result("the login took 19910 ms")),
    Claim("blocking/executor-exhaustion?variant=fixed&exports=40",
          Expected().ends_at(28s).result("the login took 10 ms")),
    Claim("blocking/executor-exhaustion?exports=3",
          Expected().ends_at(2s).result("the login took 10 ms")),
    Claim("blocking/executor-exhaustion?exports=6", Expected()
                                                        .check_fails("a login takes less than 1 s")
                                                        .ends_at(4s)
                                                        .result("the login took 1910 ms")),
};

const std::array kGil = {
    Claim("blocking/gil?workers=2",
          Expected()
              .finding("slow-step")
              .ends_at(15'200ms)
              .result("tasks 4000 ms, threads 4000 ms, processes 2100 ms")),
    Claim("blocking/gil?jobs=16",
          Expected()
              .finding("slow-step")
              .ends_at(45'400ms)
              .result("tasks 16000 ms, threads 16000 ms, processes 4200 ms")),
    Claim("blocking/gil?work=10ms",
          Expected().ends_at(220ms).result("tasks 40 ms, threads 40 ms, processes 60 ms")),
    Claim("blocking/gil?jobs=8", Expected()
                                     .finding("slow-step")
                                     .ends_at(23'200ms)
                                     .result("tasks 8000 ms, threads 8000 ms, processes 2100 ms")),
};

const std::array kHybrid = {
    Claim("blocking/hybrid?processes=1",
          Expected().ends_at(5300ms).result("168 words after 5300 ms")),
    Claim("blocking/hybrid?processes=4",
          Expected().ends_at(3200ms).result("168 words after 3200 ms")),
    Claim("blocking/hybrid?compute=5s", Expected().ends_at(11s).result("168 words after 11000 ms")),
    Claim("blocking/hybrid?compute=1s", Expected().ends_at(3s).result("168 words after 3000 ms")),
};

const std::array kBusyWait = {
    Claim("blocking/busy-wait?pause=1ms", Expected()
                                              .finding("busy-wait")
                                              .check_fails("the reader wakes once")
                                              .ends_at(995ms)
                                              .result("wake-ups: 995")),
    Claim("blocking/busy-wait?pause=100ms",
          Expected().check_fails("the reader wakes once").ends_at(1s).result("wake-ups: 10")),
    Claim("blocking/busy-wait?load=1001ms&pause=100ms",
          Expected().check_fails("the reader wakes once").ends_at(1100ms).result("wake-ups: 11")),
    Claim("blocking/busy-wait?pause=100us", Expected()
                                                .finding("busy-wait")
                                                .check_fails("the reader wakes once")
                                                .ends_at(995ms)
                                                .result("wake-ups: 9950")),
    Claim("blocking/busy-wait?pause=50ms",
          Expected().check_fails("the reader wakes once").ends_at(1s).result("wake-ups: 20")),
};

const std::array kBlockingLogger = {
    Claim("blocking/blocking-logger?disk=1ms", Expected()
                                                   .check_fails("no request waits for the log")
                                                   .ends_at(106ms)
                                                   .result("served in 106 ms")),
    Claim("blocking/blocking-logger?variant=fixed&requests=50",
          Expected().ends_at(2s).result("served in 100 ms")),
    Claim("blocking/blocking-logger?requests=3", Expected()
                                                     .finding("blocking-call")
                                                     .check_fails("no request waits for the log")
                                                     .ends_at(180ms)
                                                     .result("served in 180 ms")),
};

const std::array kThreadsVersusTasks = {
    Claim("blocking/threads-versus-tasks?n=100000",
          Expected().ends_at(750ms).result(
              "threads 3200000 KiB, 500000 us late; tasks 200000 KiB, 50000 us late")),
    Claim("blocking/threads-versus-tasks?n=10",
          Expected().result("threads 320 KiB, 50 us late; tasks 20 KiB, 5 us late")),
    Claim("blocking/threads-versus-tasks?task-switch=2.5us",
          Expected().result("threads 32000 KiB, 5000 us late; tasks 2000 KiB, 2500 us late")),
    Claim("blocking/threads-versus-tasks?thread-kib=8192",
          Expected().result("threads 8192000 KiB, 5000 us late; tasks 2000 KiB, 500 us late")),
    Claim("blocking/threads-versus-tasks?n=10000",
          Expected().result("threads 320000 KiB, 50000 us late; tasks 20000 KiB, 5000 us late")),
};

const std::array kFasterLoop = {
    Claim("blocking/faster-loop?compute=2us",
          Expected().result("4.00, 2.01 and 1.00 times as fast")),
    Claim("blocking/faster-loop?compute=1ms",
          Expected().result("4.00, 1.00 and 1.00 times as fast")),
    Claim("blocking/faster-loop?compute=36us",
          Expected().result("4.00, 1.08 and 1.00 times as fast")),
    Claim("blocking/faster-loop?clients=200&step=20us&faster-step=5us",
          Expected().result("4.00, 1.60 and 4.00 times as fast")),
};

std::vector<std::string> reports_of(const Trace& trace) {
    std::vector<std::string> reports;
    for (EventIndex i = 0; i < trace.size(); ++i) {
        if (trace[i].kind == EventKind::LoopReport) {
            reports.emplace_back(trace.text(trace[i].b));
        }
    }
    return reports;
}

}  // namespace

TEST_CASE("what the lessons of the topic blocking say about other parameters is true") {
    check_claims(kBlockingSleep);
    check_claims(kCpuHog);
    check_claims(kRunInExecutor);
    check_claims(kExecutorExhaustion);
    check_claims(kGil);
    check_claims(kHybrid);
    check_claims(kBusyWait);
    check_claims(kBlockingLogger);
    check_claims(kThreadsVersusTasks);
    check_claims(kFasterLoop);
}

TEST_CASE("slow callbacks: the threshold says which steps are reported") {
    using Lines = std::vector<std::string>;
    const std::string slow = "task slow took 0.120 seconds";
    const std::string medium = "task medium took 0.060 seconds";
    const std::string part = "task in parts took 0.040 seconds";
    CHECK(reports_of(run_of("blocking/slow-callback")) == Lines{slow, medium, slow});
    CHECK(reports_of(run_of("blocking/slow-callback?second=40ms")) ==
          Lines{slow, medium, slow, part, part, part, part});

    const Trace faster = run_of("blocking/slow-callback?slow=90ms");
    CHECK(reports_of(faster) == Lines{medium, "task slow took 0.090 seconds"});
    check_run(faster, Expected().ends_at(660ms));
}

TEST_CASE("gil: threads compute in slices of 5 ms, one at a time") {
    const Trace trace = run_of("blocking/gil");
    int computing = 0;
    int slices = 0;
    for (EventIndex i = 0; i < trace.size(); ++i) {
        if (trace[i].kind == EventKind::JobComputes) {
            computing += trace[i].b == 1 ? 1 : -1;
            slices += trace[i].b == 1 ? 1 : 0;
            CHECK(computing <= 1);
        }
    }
    CHECK(slices == 800);
}
