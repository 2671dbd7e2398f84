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

TEST_CASE("slow step: the same line again is one finding, about the longest") {
    TraceBuilder t;
    const TaskId hog = t.create("hog");
    Nanoseconds now = 0;
    EventIndex longest = 0;
    for (const Nanoseconds time : {100 * kMs, 400 * kMs, 200 * kMs}) {
        t.at(now).resume(hog);
        pass(t, hog, now, time, PassedBy::Busy, 5);
        now += time;
        const EventIndex end = t.suspend(hog, WaitReason::Yield);
        longest = time == 400 * kMs ? end : longest;
    }
    const auto found = findings(find_slow_steps, t);
    REQUIRE(found.size() == 1);
    CHECK(en(found[0].statement) ==
          "hog computed for 400 ms at line 5 without a break. Nothing else could run meanwhile. It "
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
        pass(t, a, now, 99 * kMs, PassedBy::Busy, 5);
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

TEST_CASE("slow step: a callback that computes") {
    TraceBuilder t;
    t.event({.subject = 1, .b = t.text("on_timer"), .kind = EventKind::CallbackRun});
    pass(t, 0, 0, 150 * kMs, PassedBy::Busy, 9);
    const TaskId other = t.create("other");
    t.resume(other);
    const auto found = findings(find_slow_steps, t);
    REQUIRE(found.size() == 1);
    CHECK(en(found[0].statement) ==
          "The callback on_timer computed for 150 ms at line 9 without a break. Nothing else "
          "could run meanwhile.");
    CHECK(found[0].tasks.empty());
}

TEST_CASE("slow step: silent where blocking calls took the time") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    t.resume(a);
    pass(t, a, 0, 300 * kMs, PassedBy::Blocking, 5);
    pass(t, a, 300 * kMs, 200 * kMs, PassedBy::Busy, 6);
    t.finish(a);
    CHECK(findings(find_slow_steps, t).empty());
}

TEST_CASE("slow step: threads run side by side, and each has its own steps") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    t.resume(a);
    t.at(10 * kMs).resume(b);
    t.suspend(b, WaitReason::Yield);
    pass(t, a, 0, 200 * kMs, PassedBy::Busy, 6);
    t.suspend(a, WaitReason::Yield);
    const auto found = findings(find_slow_steps, t);
    REQUIRE(found.size() == 1);
    CHECK(found[0].tasks == std::vector{a});
}
