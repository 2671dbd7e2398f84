#include "runtime/trace/timeline.h"

#include <doctest/doctest.h>

#include "tests/runtime/trace/trace_builder.h"

using namespace coroscope;

namespace {

constexpr Nanoseconds kMs = 1'000'000;

using Tasks = std::vector<TaskId>;
using Objects = std::vector<ObjectId>;

std::vector<std::string> texts(const Timeline& timeline, const std::vector<TextId>& ids) {
    std::vector<std::string> result;
    for (const TextId id : ids) {
        result.emplace_back(timeline.trace().text(id));
    }
    return result;
}

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
    CHECK(states(task) == std::vector{TaskState::Created, TaskState::Running, TaskState::Sleeping, TaskState::Ready,
                                      TaskState::Running, TaskState::Finished});
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
    CHECK(states(*timeline.task(a)) == std::vector{TaskState::Created, TaskState::Running, TaskState::Finished});
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

TEST_CASE("a lock has one holder and its waiters in line") {
    TraceBuilder t;
    const ObjectId ink = t.lock("ink");
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    const TaskId c = t.create("c");
    t.resume(a);
    const auto taken = t.line(9).acquire(a, ink);
    t.suspend(a, WaitReason::Sleep, t.timer(a, 5 * kMs), 5 * kMs);
    t.resume(b);
    const auto b_waits = t.line(10).suspend(b, WaitReason::Lock, ink);
    t.resume(c);
    const auto c_waits = t.suspend(c, WaitReason::Lock, ink);
    t.at(5 * kMs).ready(a);
    t.resume(a);
    const auto released = t.release(a, ink);
    const auto woken = t.ready(b, WakeReason::LockReleased, a, ink);
    t.finish(a);
    const auto b_runs = t.resume(b);
    const auto b_has = t.acquire(b, ink);
    t.finish(b);
    t.end(Outcome::Hang);
    const Timeline timeline(t.trace());

    CHECK(timeline.resource_name(ink) == "ink");
    CHECK(timeline.resource(ink)->capacity == 1);
    CHECK(timeline.resource(ink)->level.at(0) == 1);
    CHECK(timeline.resource(ink)->level.at(taken) == 0);
    CHECK(timeline.resource(ink)->level.at(released) == 1);
    CHECK(timeline.holders_at(ink, taken - 1).empty());
    CHECK(timeline.holders_at(ink, taken) == Tasks{a});
    CHECK(timeline.holders_at(ink, woken).empty());
    CHECK(timeline.holders_at(ink, kNoEvent) == Tasks{b});
    CHECK(timeline.waiters_at(ink, b_waits) == Tasks{b});
    CHECK(timeline.waiters_at(ink, c_waits) == Tasks{b, c});
    CHECK(timeline.waiters_at(ink, woken) == Tasks{b, c});
    CHECK(timeline.waiters_at(ink, b_runs) == Tasks{b, c});
    CHECK(timeline.waiters_at(ink, b_has) == Tasks{c});
    CHECK(timeline.held_by(a, taken) == Objects{ink});
    CHECK(timeline.held_by(a, released).empty());
    const ResourceInfo& lock = *timeline.resource(ink);
    REQUIRE(lock.waits.size() == 2);
    CHECK(lock.waits[0].first == b_waits);
    CHECK(lock.waits[0].last == b_has);
    CHECK(timeline.trace().site(lock.waits[0].site).line == 10);
    CHECK(lock.waits[1].last == timeline.trace().size());
    CHECK(lock.holds[0].last == released);
    CHECK(lock.holds[1].last == timeline.trace().size());
    CHECK(timeline.trace().site(lock.holds[0].site).line == 9);
    CHECK(timeline.wakeups().back().waker == a);
    CHECK(timeline.wakeups().back().through == ink);
}

TEST_CASE("a wait that gets nothing ends when the task is resumed") {
    TraceBuilder t;
    const ObjectId queue = t.resource(ResourceType::Queue, "jobs");
    const ObjectId lock = t.lock("ink");
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    t.resume(a);
    t.suspend(a, WaitReason::QueueGet, queue);
    t.resume(b);
    t.suspend(b, WaitReason::Lock, lock);
    t.ready(a, WakeReason::ItemPut);
    const auto a_back = t.resume(a);
    const auto a_again = t.suspend(a, WaitReason::QueueGet, queue);  // somebody was faster
    t.ready(b, WakeReason::Cancelled);
    const auto b_back = t.resume(b);
    t.at(3 * kMs).cancelled(b);
    const Timeline timeline(t.trace());
    const auto& gets = timeline.resource(queue)->waits;
    REQUIRE(gets.size() == 2);
    CHECK(gets[0].last == a_back);
    CHECK(gets[1].first == a_again);
    CHECK(timeline.resource(lock)->waits[0].last == b_back);
    CHECK(timeline.waiters_at(queue, a_back).empty());
}

TEST_CASE("a wait for an event or a join ends when the task is resumed, whatever it does next") {
    TraceBuilder t;
    const ObjectId queue = t.resource(ResourceType::Queue, "jobs");
    const ObjectId event = t.resource(ResourceType::Event, "go");
    const TaskId a = t.create("a");
    t.resume(a);
    t.suspend(a, WaitReason::Event, event);
    const auto set = t.notify(0, event, Notice::EventSet);
    t.ready(a, WakeReason::EventSet, 0, event);
    const auto back = t.resume(a);
    t.suspend(a, WaitReason::QueueJoin, queue);
    t.ready(a, WakeReason::QueueJoined, 0, queue);
    const auto joined = t.resume(a);
    t.put(a, queue, 1, "x");
    const auto cleared = t.notify(a, event, Notice::EventCleared);
    const Timeline timeline(t.trace());
    CHECK(timeline.resource(event)->waits[0].last == back);
    CHECK(timeline.resource(queue)->waits[0].last == joined);
    CHECK(timeline.resource(event)->level.at(set - 1) == 0);
    CHECK(timeline.resource(event)->level.at(set) == 1);
    CHECK(timeline.resource(event)->level.at(cleared) == 0);
}

TEST_CASE("a semaphore may be held several times, and is released oldest first") {
    TraceBuilder t;
    const ObjectId pool = t.resource(ResourceType::Semaphore, "pool", 3);
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    t.acquire(a, pool, 2);
    t.acquire(b, pool, 1);
    const auto full = t.acquire(a, pool, 0);
    const auto first = t.release(a, pool, 1);
    const auto stranger = t.release(0, pool, 2);  // holds nothing: ends the oldest hold, b's
    const auto last = t.release(b, pool, 3);      // b holds nothing any more: ends a's
    const auto extra = t.release(b, pool, 4);     // nobody holds it
    const Timeline timeline(t.trace());
    CHECK(timeline.holders_at(pool, full) == Tasks{a, b, a});
    CHECK(timeline.held_by(a, full) == Objects{pool, pool});
    CHECK(timeline.holders_at(pool, first) == Tasks{b, a});
    CHECK(timeline.held_by(a, first) == Objects{pool});
    CHECK(timeline.holders_at(pool, stranger) == Tasks{a});
    CHECK(timeline.held_by(b, stranger).empty());
    CHECK(timeline.holders_at(pool, last).empty());
    CHECK(timeline.resource(pool)->level.at(0) == 3);
    CHECK(timeline.resource(pool)->level.at(full) == 0);
    CHECK(timeline.resource(pool)->level.at(extra) == 4);
    CHECK(timeline.resource(pool)->level.maximum() == 4);
    CHECK(timeline.resource(pool)->holds.size() == 3);
}

TEST_CASE("a queue shows its items in the order in which they are taken") {
    TraceBuilder t;
    const ObjectId queue = t.resource(ResourceType::Queue, "jobs", 4);
    t.put(0, queue, 1, "low");
    t.put(0, queue, 2, "high");
    const auto full = t.put(0, queue, 3, "low");
    const auto one = t.got(0, queue, 2, "high");
    const auto two = t.got(0, queue, 1, "low");
    t.task_done(0, queue, 2);
    const auto odd = t.got(0, queue, 0, "never put");
    const auto empty = t.got(0, queue, 0, "low");
    const Timeline timeline(t.trace());
    CHECK(texts(timeline, timeline.items_at(queue, full)) == std::vector<std::string>{"high", "low", "low"});
    CHECK(texts(timeline, timeline.items_at(queue, one)) == std::vector<std::string>{"low", "low"});
    CHECK(texts(timeline, timeline.items_at(queue, two)) == std::vector<std::string>{"low"});
    CHECK(timeline.items_at(queue, odd).empty());
    CHECK(timeline.items_at(queue, empty).empty());
    CHECK(timeline.resource(queue)->level.at(full) == 3);
    CHECK(timeline.resource(queue)->level.maximum() == 3);
    CHECK(timeline.resource(queue)->unfinished.at(full) == 3);
    CHECK(timeline.resource(queue)->unfinished.at(kNoEvent) == 2);
}

TEST_CASE("timers are listed by deadline, equal ones in the order of their setting") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const ObjectId late = t.timer(a, 30);
    const ObjectId soon = t.timer(a, 10);
    const ObjectId same = t.timer(a, 10);
    const auto three = t.size() - 1;
    const auto gone = t.cancel_timer(soon, a);
    t.fire(soon, a);
    const Timeline timeline(t.trace());
    CHECK(timeline.timers_at(three) == Objects{soon, same, late});
    CHECK(timeline.timers_at(gone) == Objects{same, late});
    CHECK(timeline.timer(soon)->over == gone);
    CHECK_FALSE(timeline.timer(soon)->fired);
    CHECK(timeline.timer_count().at(kNoEvent) == 2);
    CHECK(timeline.timer(a + 100) == nullptr);
    CHECK(timeline.resource(late) == nullptr);
}

TEST_CASE("a variable has its value, version and writer at every cursor") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const ObjectId x = t.resource(ResourceType::Variable, "x");
    const auto created = t.size() - 1;
    const auto initial = t.write(a, x, 0, "0");
    t.read(a, x, 0, "0");
    const auto written = t.write(a, x, 1, "1");
    const auto read = t.read(a, x, 1, "1");
    const Timeline timeline(t.trace());
    CHECK_FALSE(timeline.value_at(x, created - 1));
    CHECK(timeline.value_at(x, created)->text == 0);
    CHECK(timeline.trace().text(timeline.value_at(x, initial)->text) == "0");
    CHECK(timeline.value_at(x, initial)->written == created);
    CHECK(timeline.value_at(x, written - 1)->version == 0);
    CHECK(timeline.value_at(x, read)->version == 1);
    CHECK(timeline.value_at(x, kNoEvent)->written == written);
    const auto& accesses = timeline.resource(x)->accesses;
    REQUIRE(accesses.size() == 4);
    CHECK_FALSE(accesses[1].write);
    CHECK(accesses[2].write);
    CHECK(accesses[3].event == read);
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

TEST_CASE("a gather knows the tasks it waits for") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const TaskId b = t.create("b", a);
    const TaskId c = t.create("c", a);
    const ObjectId gather = t.resource(ResourceType::Gather, "gather", 0, a);
    t.link(a, gather, c);
    t.link(a, gather, b);
    t.link(a, gather, 77);
    const Timeline timeline(t.trace());
    CHECK(timeline.resource(gather)->linked == Tasks{c, b});
    CHECK(timeline.task(b)->parent == a);
    CHECK(timeline.wakeups()[1].waker == a);
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

TEST_CASE("a step never overlaps the next, whatever the trace says") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const TaskId b = t.create("b");
    t.resume(a);
    const auto second = t.resume(b);
    t.suspend(a, WaitReason::Yield);
    t.finish(b);
    const Timeline timeline(t.trace());
    REQUIRE(timeline.steps().size() == 2);
    CHECK(timeline.steps()[0].last == second);
    CHECK(timeline.steps()[1].task == b);
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
