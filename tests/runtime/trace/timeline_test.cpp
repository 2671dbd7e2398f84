#include "runtime/trace/timeline.h"

#include <doctest/doctest.h>

#include "tests/runtime/trace/trace_builder.h"

using namespace coroscope;

namespace {

constexpr Nanoseconds kMs = 1'000'000;

using Tasks = std::vector<TaskId>;
using Objects = std::vector<ObjectId>;

std::vector<TaskState> states(const TaskInfo& task) {
    std::vector<TaskState> result;
    for (const Interval& interval : task.intervals) {
        result.push_back(interval.state);
    }
    return result;
}

}  // namespace

TEST_CASE("an empty timeline answers every question with nothing") {
    for (const Timeline& timeline : {Timeline(), Timeline(Trace())}) {
        CHECK(timeline.tasks().empty());
        CHECK(timeline.state_at(1, 0).state == TaskState::NotYet);
        CHECK(timeline.ready_at(0).empty());
        CHECK(timeline.holders_at(1, 0).empty());
        CHECK(timeline.waiters_at(1, 0).empty());
        CHECK(timeline.held_by(1, kNoEvent).empty());
        CHECK(timeline.items_at(1, 0).empty());
        CHECK(timeline.timers_at(kNoEvent).empty());
        CHECK_FALSE(timeline.value_at(1, 0));
        CHECK(timeline.await_stack(1, 0).empty());
        CHECK_FALSE(timeline.step_at(0));
        CHECK(timeline.iteration_at(0) == 0);
        CHECK(timeline.event_at_time(5) == 0);
        CHECK(timeline.task(0) == nullptr);
        CHECK(timeline.task_name(1).empty());
        CHECK(timeline.outcome() == Outcome::None);
    }
}

TEST_CASE("a task that sleeps once goes through its states without gaps") {
    TraceBuilder t;
    const TaskId a = t.line(3).create("a");
    t.iteration();
    const auto resumed = t.resume(a);
    const auto timer = t.timer(a, 500 * kMs);
    const auto slept = t.line(12).suspend(a, WaitReason::Sleep, timer, 500 * kMs);
    t.at(500 * kMs).iteration();
    const auto fired = t.fire(timer, a);
    const auto woken = t.ready(a, WakeReason::TimerFired, 0, timer);
    const auto again = t.resume(a);
    const auto done = t.finish(a);
    t.end(Outcome::Finished);
    const Timeline timeline(t.trace());

    const TaskInfo& task = *timeline.task(a);
    CHECK(timeline.task_name(a) == "a");
    CHECK(timeline.trace().text(task.function) == "do_a");
    CHECK(timeline.trace().site(task.site).line == 3);
    CHECK(task.ended == done);
    CHECK(states(task) == std::vector{TaskState::Created, TaskState::Running, TaskState::Sleeping,
                                      TaskState::Ready, TaskState::Running, TaskState::Finished});
    for (std::size_t i = 1; i < task.intervals.size(); ++i) {
        CHECK(task.intervals[i].first == task.intervals[i - 1].last);
        CHECK(task.intervals[i].begin == task.intervals[i - 1].end);
    }
    CHECK(task.intervals.back().last == timeline.trace().size());

    const Interval sleeping = timeline.state_at(a, slept);
    CHECK(sleeping.begin == 0);
    CHECK(sleeping.end == 500 * kMs);
    CHECK(sleeping.extra == 500 * kMs);
    CHECK(sleeping.subject == timer);
    CHECK(timeline.trace().site(sleeping.site).line == 12);
    const Interval ready = timeline.state_at(a, woken);
    CHECK(ready.state == TaskState::Ready);
    CHECK(ready.woken_by == woken);
    CHECK(ready.site == sleeping.site);
    CHECK(timeline.state_at(a, fired).state == TaskState::Sleeping);
    CHECK(timeline.state_at(a, kNoEvent).state == TaskState::Finished);

    REQUIRE(timeline.steps().size() == 2);
    CHECK(timeline.steps()[0].first == resumed);
    CHECK(timeline.steps()[0].last == slept);
    CHECK(timeline.steps()[1].first == again);
    CHECK(timeline.steps()[1].last == done);
    CHECK(timeline.steps()[1].iteration == 2);
    CHECK(timeline.step_at(0) == std::nullopt);
    CHECK(timeline.step_at(fired) == 0);
    CHECK(timeline.step_at(kNoEvent) == 1);
    CHECK(timeline.iteration_at(0) == 0);
    CHECK(timeline.iteration_at(fired) == 2);

    CHECK(timeline.timers_at(slept) == Objects{timer});
    CHECK(timeline.timers_at(fired).empty());
    CHECK(timeline.timer(timer)->fired);
    CHECK(timeline.timer_count().at(slept) == 1);
    CHECK(timeline.timer_count().at(fired) == 0);
    CHECK(timeline.ready_count().at(0) == 1);
    CHECK(timeline.ready_count().at(resumed) == 0);
    CHECK(timeline.outcome() == Outcome::Finished);
    CHECK(timeline.event_at_time(0) == slept);
    CHECK(timeline.event_at_time(500 * kMs - 1) == slept);
    CHECK(timeline.event_at_time(900 * kMs) == timeline.trace().size() - 1);

    REQUIRE(timeline.wakeups().size() == 2);
    CHECK(timeline.wakeups()[0].reason == WakeReason::Created);
    CHECK(timeline.wakeups()[1].through == timer);
    CHECK(timeline.wakeups()[1].waker == 0);
}

TEST_CASE("sleep(0) puts a task at the end of the ready queue at once") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    const TaskId c = t.create("c");
    const auto runs = t.resume(a);
    const auto yields = t.line(4).suspend(a, WaitReason::Yield);
    const Timeline timeline(t.trace());
    CHECK(timeline.ready_at(runs) == Tasks{b, c});
    CHECK(timeline.ready_at(yields) == Tasks{b, c, a});
    CHECK(timeline.state_at(a, yields).state == TaskState::Ready);
    CHECK(timeline.state_at(a, yields).reason == WaitReason::Yield);
    CHECK(timeline.state_at(a, yields).woken_by == kNoEvent);
    CHECK(timeline.state_at(b, yields).state == TaskState::Created);
    CHECK(timeline.ready_count().at(yields) == 3);
    CHECK(timeline.wakeups().size() == 3);
}

TEST_CASE("waking a task that is already ready or runs changes nothing") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    t.ready(a);
    t.resume(a);
    t.ready(a, WakeReason::Cancelled);
    t.finish(a);
    t.ready(a);
    const Timeline timeline(t.trace());
    CHECK(states(*timeline.task(a)) ==
          std::vector{TaskState::Created, TaskState::Running, TaskState::Finished});
    CHECK(timeline.task(a)->events.size() == 6);
    CHECK(timeline.wakeups().size() == 1);
}

TEST_CASE("a task cancelled before its first step has no step") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const auto end = t.cancelled(a);
    t.abandon(a);
    const Timeline timeline(t.trace());
    CHECK(timeline.steps().empty());
    CHECK(timeline.task(a)->ended == end);
    CHECK(timeline.state_at(a, kNoEvent).state == TaskState::Cancelled);
    CHECK(timeline.ready_at(end).empty());
}

TEST_CASE("the await stack names every coroutine with the line at which it stands") {
    TraceBuilder t;
    const TaskId a = t.create("main");
    t.resume(a);
    const auto begun = t.line(5).log(a, "hi");
    const auto in_load = t.line(6).enter(a, "load", 2);
    const auto in_fetch = t.line(20).enter(a, "fetch", 3);
    const auto waits = t.line(30).suspend(a, WaitReason::Future);
    const auto woken = t.line(99).ready(a, WakeReason::FutureSet);
    t.resume(a);
    const auto left = t.leave(a, "fetch", 3);
    const auto both = t.leave(a, "load", 2);
    const auto done = t.finish(a);
    const Timeline timeline(t.trace());
    const auto stack = [&](EventIndex cursor) {
        std::string words;
        for (const auto& frame : timeline.await_stack(a, cursor)) {
            words += std::string(timeline.trace().text(frame.function)) + ":" +
                     std::to_string(timeline.trace().site(frame.site).line) + " ";
        }
        return words;
    };
    CHECK(stack(0) == "do_main:0 ");
    CHECK(stack(begun) == "do_main:5 ");
    CHECK(stack(in_load) == "do_main:6 load:0 ");
    CHECK(stack(in_fetch) == "do_main:6 load:20 fetch:0 ");
    CHECK(stack(waits) == "do_main:6 load:20 fetch:30 ");
    CHECK(stack(woken) == "do_main:6 load:20 fetch:30 ");
    CHECK(stack(left) == "do_main:6 load:20 ");
    CHECK(stack(both) == "do_main:6 ");
    CHECK(stack(done).empty());
    CHECK(stack(kNoEvent).empty());
}

TEST_CASE("the await stack is the same when the trace tells of the root's entering") {
    TraceBuilder t;
    const TaskId a = t.create("main");
    t.resume(a);
    t.enter(a, "root", 1);
    t.line(6).enter(a, "load", 2);
    t.line(7).suspend(a, WaitReason::Future);
    const Timeline timeline(t.trace());
    const auto stack = timeline.await_stack(a, kNoEvent);
    REQUIRE(stack.size() == 2);
    CHECK(timeline.trace().text(stack[0].function) == "root");
    CHECK(timeline.trace().site(stack[0].site).line == 6);
    CHECK(timeline.trace().site(stack[1].site).line == 7);
}

TEST_CASE("a step that is open at the trace's end lasts until then") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const auto first = t.resume(a);
    t.at(7 * kMs).event({.a = 7 * kMs, .task = a, .kind = EventKind::TimePassed, .detail = 1});
    const Timeline timeline(t.trace());
    REQUIRE(timeline.steps().size() == 1);
    CHECK(timeline.steps()[0].last == first);
    CHECK(timeline.steps()[0].duration() == 7 * kMs);
    CHECK(timeline.state_at(a, first).end == 7 * kMs);
    CHECK(timeline.outcome() == Outcome::None);
}

TEST_CASE("steps of different tasks overlap, and each ends with its own task's end of it") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    t.at(1).resume(a);
    t.at(2).resume(b);
    const auto a_ends = t.at(3).suspend(a, WaitReason::Yield);
    const auto a_again = t.at(4).resume(a);
    const auto b_ends = t.at(5).finish(b);
    const Timeline timeline(t.trace());
    REQUIRE(timeline.steps().size() == 3);
    CHECK(timeline.steps()[0].last == a_ends);
    CHECK(timeline.steps()[0].duration() == 2);
    CHECK(timeline.steps()[1].task == b);
    CHECK(timeline.steps()[1].last == b_ends);
    CHECK(timeline.steps()[1].duration() == 3);
    CHECK(timeline.steps()[2].is_open());
    CHECK(timeline.steps()[2].end == 5);
    CHECK(timeline.step_at(b_ends) == 2);
    CHECK(timeline.state_at(a, a_again).state == TaskState::Running);
    CHECK(timeline.state_at(b, a_again).state == TaskState::Running);
}

TEST_CASE("a step whose end the trace does not tell ends where its task is resumed again") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    t.resume(a);
    const auto again = t.resume(a);
    const Timeline timeline(t.trace());
    REQUIRE(timeline.steps().size() == 2);
    CHECK(timeline.steps()[0].last == again);
    CHECK(timeline.steps()[1].is_open());
}

TEST_CASE("events that name what was never created are left out") {
    TraceBuilder t;
    t.resume(5);
    t.acquire(5, 9);
    t.suspend(5, WaitReason::Lock, 9);
    t.event({.task = 7, .kind = EventKind::TaskCreated});
    t.event({.subject = 4'000'000'000U, .kind = EventKind::ResourceCreated, .detail = 1});
    t.event({.subject = 4'000'000'000U, .kind = EventKind::TimerSet});
    t.fire(3, 0);
    t.log(0, "still here");
    t.event({.task = ~TaskId{0}, .subject = ~ObjectId{0}, .kind = static_cast<EventKind>(250)});
    const TaskId a = t.create("a");
    const ObjectId lock = t.lock("ink");
    t.suspend(a, static_cast<WaitReason>(200), lock);
    t.event({.subject = lock, .kind = EventKind::ResourceCreated, .detail = 2});
    t.end(static_cast<Outcome>(99));
    const Timeline timeline(t.trace());
    CHECK(timeline.tasks().size() == 1);
    CHECK(timeline.resources().size() == 1);
    CHECK(timeline.timers().empty());
    CHECK(timeline.steps().empty());
    CHECK(timeline.log().size() == 1);
    CHECK(timeline.state_at(a, kNoEvent).reason == WaitReason::None);
    CHECK(timeline.resource(lock)->type == ResourceType::Lock);
    CHECK(timeline.outcome() == Outcome::None);
}

TEST_CASE("an interval never ends before it begins, even if the trace's times run backwards") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    t.at(100).resume(a);
    t.at(50).suspend(a, WaitReason::Yield);
    t.at(-7).resume(a);
    const Timeline timeline(t.trace());
    for (const Interval& interval : timeline.task(a)->intervals) {
        CHECK(interval.begin <= interval.end);
    }
}
