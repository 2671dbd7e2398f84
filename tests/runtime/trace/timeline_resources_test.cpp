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

}  // namespace

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
    CHECK(texts(timeline, timeline.items_at(queue, full)) ==
          std::vector<std::string>{"high", "low", "low"});
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
    CHECK_FALSE(timeline.timer(a + 100));
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

TEST_CASE("a requester's or a callback's number is not taken for a resource of that number") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    const ObjectId lock = t.lock("lock");
    REQUIRE(lock == a);
    t.event({.task = a, .subject = a, .kind = EventKind::TaskCancelRequested, .detail = 1});
    t.event({.task = a, .subject = 1, .kind = EventKind::CallbackScheduled});
    t.event({.subject = 1, .kind = EventKind::CallbackRun});
    CHECK(Timeline(t.trace()).resource(lock)->events.size() == 1);
}

TEST_CASE("a counter has the value that was recorded last, 0 before") {
    TraceBuilder t;
    const ObjectId memory = t.resource(ResourceType::Counter, "memory");
    const auto first = t.count(memory, 7);
    const auto again = t.count(memory, 7);
    const auto second = t.count(memory, -2);
    t.count(99, 5);
    const Timeline timeline(t.trace());
    const ResourceInfo& counter = *timeline.resource(memory);
    CHECK(counter.type == ResourceType::Counter);
    CHECK(counter.level.at(first - 1) == 0);
    CHECK(counter.level.at(first) == 7);
    CHECK(counter.level.at(again) == 7);
    CHECK(counter.level.at(kNoEvent) == -2);
    CHECK(counter.level.changes.size() == 2);
    CHECK(std::vector<EventIndex>(counter.events.begin(), counter.events.end()) ==
          std::vector<EventIndex>{first - 1, first, again, second});
}
