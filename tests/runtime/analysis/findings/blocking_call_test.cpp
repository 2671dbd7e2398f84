#include <doctest/doctest.h>

#include "runtime/core/sleep.h"
#include "runtime/sync/executor.h"
#include "runtime/sync/gather.h"
#include "tests/runtime/analysis/findings/words.h"
#include "tests/support/ran.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

constexpr Nanoseconds kMs = 1'000'000;
using Names = std::vector<std::string>;

Coroutine<> beats() {
    for (int i = 0; i < 5; ++i) {
        co_await sleep(200ms);
    }
}
Coroutine<> blocks(Duration time) {
    co_await sleep(100ms);
    blocking(time);
}
Coroutine<> in_a_thread(Duration time) {
    co_await sleep(100ms);
    co_await to_thread([time] { blocking(time); });
}
Coroutine<> beside_beats(Coroutine<> other) {
    const Task<> heart = create_task(beats(), "heart");
    const Task<> worker = create_task(std::move(other), "worker");
    co_await gather(heart, worker);
}
Coroutine<> in_a_timer() {
    EventLoop::running().call_later(100ms, Callback<>([] { blocking(500ms); }, "on_timer"));
    co_await beats();
}
Coroutine<> computes() {
    co_await sleep(100ms);
    busy(300ms);
}

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

TEST_CASE("blocking call: programs that block the loop, and what they are mended to") {
    CHECK(kinds(Ran(beside_beats(blocks(300ms))).trace) == Names{"blocking-call"});
    CHECK(kinds(Ran(beside_beats(blocks(1ms))).trace).empty());
    CHECK(kinds(Ran(beside_beats(in_a_thread(300ms))).trace).empty());
    CHECK(kinds(Ran(beside_beats(computes())).trace) == Names{"slow-step"});
    const auto found = find_blocking_calls(Timeline(Ran(in_a_timer()).trace), {});
    REQUIRE(found.size() == 1);
    CHECK(en(found[0].statement).find("The callback on_timer blocked the loop for 500 ms") == 0);
}

TEST_CASE("blocking call: a blocking call, and who is late because of it") {
    TraceBuilder t;
    const TaskId report = t.create("report");
    const TaskId heart = t.create("heartbeat");
    const TaskId load = t.create("download");
    sleep(t, heart, 1'000 * kMs);
    sleep(t, load, 800 * kMs);
    const EventIndex first = t.at(700 * kMs).resume(report);
    const EventIndex cause = pass(t, report, 700 * kMs, 2'000 * kMs, PassedBy::Blocking, 13);
    const EventIndex last = t.finish(report);
    const auto found = findings(find_blocking_calls, t);
    REQUIRE(found.size() == 1);
    const Finding& finding = found.front();
    CHECK(finding.kind == "blocking-call");
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

TEST_CASE("blocking call: many late tasks are counted, not listed") {
    TraceBuilder t;
    const TaskId hog = t.create("hog");
    for (int i = 1; i <= 6; ++i) {
        sleep(t, t.create("t" + std::to_string(i)), i * 10 * kMs);
    }
    t.resume(hog);
    pass(t, hog, 0, 100 * kMs, PassedBy::Blocking, 3);
    t.finish(hog);
    const auto found = findings(find_blocking_calls, t);
    REQUIRE(found.size() == 1);
    CHECK(en(found[0].statement) ==
          "hog blocked the loop for 100 ms at line 3. Nothing else could run: t1 is 90 ms late, "
          "t2 is 80 ms late, t3 is 70 ms late and 3 more.");
}

TEST_CASE("blocking call: the same line again is one finding, about the longest") {
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
    const auto found = findings(find_blocking_calls, t);
    REQUIRE(found.size() == 1);
    CHECK(en(found[0].statement) ==
          "hog blocked the loop for 400 ms at line 5. Nothing else could run meanwhile. It "
          "happens 3 times at this line.");
    CHECK(found[0].at == longest);
    CHECK(found[0].events.size() == 9);
}

TEST_CASE("blocking call: one that makes nobody wait counts once it is as long as a slow step") {
    for (const Nanoseconds time : {99 * kMs, 100 * kMs}) {
        TraceBuilder t;
        const TaskId a = t.create("a");
        t.resume(a);
        pass(t, a, 0, time, PassedBy::Blocking, 5);
        t.finish(a);
        CHECK(findings(find_blocking_calls, t).size() == (time < 100 * kMs ? 0U : 1U));
        CHECK(findings(find_slow_steps, t).empty());
    }
}

TEST_CASE("blocking call: a short one that makes others wait, and its threshold") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    t.create("b");
    t.resume(a);
    pass(t, a, 0, 12 * kMs, PassedBy::Blocking, 5);
    t.finish(a);
    const auto found = findings(find_blocking_calls, t);
    REQUIRE(found.size() == 1);
    CHECK(en(found[0].statement) ==
          "a blocked the loop for 12 ms at line 5. Nothing else could run: 1 ready task had to "
          "wait.");
    CHECK(find_blocking_calls(Timeline(t.trace()), {.blocking_call = 13 * kMs}).empty());
}

TEST_CASE("blocking call: many short calls in one step are as bad as a long one") {
    TraceBuilder t;
    const TaskId logger = t.create("logger");
    t.create("other");
    t.resume(logger);
    for (int i = 0; i < 8; ++i) {
        pass(t, logger, i * 5 * kMs, 5 * kMs, PassedBy::Blocking, 4);
    }
    t.suspend(logger, WaitReason::Yield);
    const auto found = findings(find_blocking_calls, t);
    REQUIRE(found.size() == 1);
    CHECK(en(found[0].statement) ==
          "logger blocked the loop for 40 ms at line 4. Nothing else could run: 1 ready task had "
          "to wait.");
}

TEST_CASE("blocking call: several tasks at the same line are one finding") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    t.resume(a);
    pass(t, a, 0, 20 * kMs, PassedBy::Blocking, 5);
    t.finish(a);
    t.resume(b);
    pass(t, b, 20 * kMs, 300 * kMs, PassedBy::Blocking, 5);
    t.finish(b);
    const auto found = findings(find_blocking_calls, t);
    REQUIRE(found.size() == 1);
    CHECK(found[0].tasks == std::vector{b, a});
    CHECK(en(found[0].statement) ==
          "b blocked the loop for 300 ms at line 5. Nothing else could run meanwhile. It happens "
          "2 times at this line.");
}

TEST_CASE("blocking call: in a callback, which is nobody's step") {
    TraceBuilder t;
    const TaskId sleeper = t.create("sleeper");
    sleep(t, sleeper, 5 * kMs);
    t.event({.subject = 1, .b = t.text("on_timer"), .kind = EventKind::CallbackRun});
    const EventIndex cause = pass(t, 0, 0, 50 * kMs, PassedBy::Blocking, 9);
    t.iteration();
    const auto found = findings(find_blocking_calls, t);
    REQUIRE(found.size() == 1);
    CHECK(en(found[0].statement) ==
          "The callback on_timer blocked the loop for 50 ms at line 9. Nothing else could run: "
          "sleeper is 45 ms late.");
    CHECK(found[0].at == cause);
    CHECK(found[0].tasks == std::vector{sleeper});
}

TEST_CASE("blocking call: silent where the step computes for longer than it blocks") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    t.create("b");
    t.resume(a);
    pass(t, a, 0, 20 * kMs, PassedBy::Blocking, 5);
    pass(t, a, 20 * kMs, 200 * kMs, PassedBy::Busy, 6);
    t.finish(a);
    CHECK(findings(find_blocking_calls, t).empty());
    const auto slow = findings(find_slow_steps, t);
    REQUIRE(slow.size() == 1);
    CHECK(lines(t, slow[0]) == std::vector{6U});
}

TEST_CASE("blocking call: silent for sleeps, and for a worker thread of an executor") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    t.create("b");
    sleep(t, a, 5'000 * kMs);
    t.at(5'000 * kMs).ready(a, WakeReason::TimerFired);
    t.resume(a);
    t.finish(a);
    pass(t, 0, 5'000 * kMs, 300 * kMs, PassedBy::Blocking, 5);
    CHECK(findings(find_blocking_calls, t).empty());
}

TEST_CASE("blocking call: a timer dropped later, or the task's own, is not late") {
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
    const auto found = findings(find_blocking_calls, t);
    REQUIRE(found.size() == 1);
    CHECK(found[0].tasks == std::vector{hog});
    CHECK(en(found[0].statement) ==
          "hog blocked the loop for 200 ms at line 3. Nothing else could run meanwhile.");
}
