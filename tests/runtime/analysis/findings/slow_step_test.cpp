#include <doctest/doctest.h>

#include "tests/runtime/analysis/findings/words.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

constexpr Nanoseconds kMs = 1'000'000;

/// `task` starts to sleep until `deadline`.
void sleep(TraceBuilder& t, TaskId task, Nanoseconds deadline) {
    t.resume(task);
    const ObjectId timer = t.timer(task, deadline);
    t.suspend(task, WaitReason::Sleep, timer, deadline);
}

EventIndex pass(TraceBuilder& t, TaskId task, Nanoseconds from, Nanoseconds time, PassedBy how,
                std::uint32_t line) {
    return t.at(from + time)
        .line(line)
        .event({.a = time,
                .task = task,
                .kind = EventKind::TimePassed,
                .detail = static_cast<std::uint8_t>(how)});
}

}  // namespace

TEST_CASE("slow step: a blocking call, and who is late because of it") {
    TraceBuilder t;
    const TaskId report = t.create("report");
    const TaskId heart = t.create("heartbeat");
    const TaskId load = t.create("download");
    sleep(t, heart, 1'000 * kMs);
    sleep(t, load, 800 * kMs);
    const EventIndex first = t.at(700 * kMs).resume(report);
    const EventIndex cause = pass(t, report, 700 * kMs, 2'000 * kMs, PassedBy::Blocking, 13);
    const EventIndex last = t.finish(report);
    const auto found = findings(find_slow_steps, t);
    REQUIRE(found.size() == 1);
    const Finding& finding = found.front();
    CHECK(finding.kind == "slow-step");
    CHECK(finding.severity == Severity::Warning);
    CHECK(en(finding.statement) ==
          "report blocked the loop for 2.0 s at line 13. Nothing else could run: download is "
          "1.9 s late and heartbeat is 1.7 s late.");
    CHECK(zh(finding.statement) ==
          "report 在第 13 行阻塞了事件循环 2.0 s，其间没有任务能运行：download 迟了 1.9 "
          "s，heartbeat 迟了 1.7 s。");
    CHECK(en(finding.advice) ==
          "move the call at line 13 into an executor, so that the loop goes on.");
    CHECK(finding.at == last);
    CHECK(finding.events == std::vector{first, cause, last});
    CHECK(finding.tasks == std::vector{report, load, heart});
    CHECK(lines(t, finding) == std::vector{13U});
}

TEST_CASE("slow step: computing, with tasks that were ready") {
    TraceBuilder t;
    const TaskId hog = t.create("hog");
    t.create("other");
    t.resume(hog);
    pass(t, hog, 0, 300 * kMs, PassedBy::Busy, 7);
    t.finish(hog);
    const auto found = findings(find_slow_steps, t);
    REQUIRE(found.size() == 1);
    CHECK(en(found[0].statement) ==
          "hog computed for 300 ms at line 7 without a break. Nothing else could run: 1 ready "
          "task had to wait.");
    CHECK(en(found[0].advice) ==
          "split the work at line 7 and await in between, or move it into an executor.");
}

TEST_CASE("slow step: many late tasks are counted, not listed") {
    TraceBuilder t;
    const TaskId hog = t.create("hog");
    for (int i = 1; i <= 6; ++i) {
        sleep(t, t.create("t" + std::to_string(i)), i * 10 * kMs);
    }
    t.resume(hog);
    pass(t, hog, 0, 100 * kMs, PassedBy::Blocking, 3);
    t.finish(hog);
    const auto found = findings(find_slow_steps, t);
    REQUIRE(found.size() == 1);
    CHECK(en(found[0].statement) ==
          "hog blocked the loop for 100 ms at line 3. Nothing else could run: t1 is 90 ms late, "
          "t2 is 80 ms late, t3 is 70 ms late and 3 more.");
}

TEST_CASE("slow step: the same line again is one finding, about the longest") {
    TraceBuilder t;
    const TaskId hog = t.create("hog");
    Nanoseconds now = 0;
    EventIndex longest = 0;
    for (const Nanoseconds time : {100 * kMs, 400 * kMs, 200 * kMs}) {
        t.at(now).resume(hog);
        pass(t, hog, now, time, PassedBy::Blocking, 5);
        now += time;
        const EventIndex end = t.suspend(hog, WaitReason::Yield);
        longest = time == 400 * kMs ? end : longest;
    }
    const auto found = findings(find_slow_steps, t);
    REQUIRE(found.size() == 1);
    CHECK(en(found[0].statement) ==
          "hog blocked the loop for 400 ms at line 5. Nothing else could run meanwhile. It "
          "happens 3 times at this line.");
    CHECK(found[0].at == longest);
    CHECK(found[0].events.size() == 9);
}

TEST_CASE("slow step: silent below the threshold, for sleeps, and for a total of short steps") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    Nanoseconds now = 0;
    for (int i = 0; i < 5; ++i) {
        t.at(now).resume(a);
        pass(t, a, now, 99 * kMs, PassedBy::Blocking, 5);
        now += 99 * kMs;
        t.suspend(a, WaitReason::Yield);
    }
    sleep(t, a, now + 5'000 * kMs);
    t.at(now + 5'000 * kMs).ready(a, WakeReason::TimerFired);
    t.resume(a);
    t.finish(a);
    CHECK(findings(find_slow_steps, t).empty());
    CHECK(find_slow_steps(Timeline(t.trace()), {.slow_step = 50 * kMs}).size() == 1);
}

TEST_CASE("slow step: a timer dropped later, or the task's own, is not late") {
    TraceBuilder t;
    const TaskId hog = t.create("hog");
    const TaskId other = t.create("other");
    t.resume(other);
    const ObjectId timeout = t.timer(other, 10 * kMs);
    t.suspend(other, WaitReason::Event);
    t.resume(hog);
    t.timer(hog, 20 * kMs);
    pass(t, hog, 0, 200 * kMs, PassedBy::Blocking, 3);
    t.suspend(hog, WaitReason::Event);
    t.cancel_timer(timeout, other);
    const auto found = findings(find_slow_steps, t);
    REQUIRE(found.size() == 1);
    CHECK(found[0].tasks == std::vector{hog});
    CHECK(en(found[0].statement) ==
          "hog blocked the loop for 200 ms at line 3. Nothing else could run meanwhile.");
}
