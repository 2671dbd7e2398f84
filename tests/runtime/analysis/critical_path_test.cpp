#include "runtime/analysis/critical_path.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "runtime/core/callback.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/event.h"
#include "runtime/sync/executor.h"
#include "runtime/sync/gather.h"
#include "runtime/sync/lock.h"
#include "runtime/sync/queue.h"
#include "runtime/sync/timeout.h"
#include "runtime/sync/wait_for.h"
#include "tests/runtime/trace/trace_builder.h"
#include "tests/support/ran.h"
#include "tests/support/random_trace.h"
#include "tests/support/sample_runs.h"

using namespace coroscope;
using test::Ran;
using Strings = std::vector<std::string>;

namespace {

void check_whole(const Timeline& timeline, const CriticalPath& path) {
    Nanoseconds at = 0;
    for (const Segment& segment : path.segments) {
        CHECK(segment.begin == at);
        CHECK(segment.end >= segment.begin);
        at = segment.end;
    }
    CHECK(at == path.length);
    CHECK(path.length == std::max<Nanoseconds>(timeline.trace().end_time(), 0));
}

/// The segments that take time: "task kind ms", in order.
Strings long_ones(const Trace& trace) {
    const Timeline timeline(trace);
    const CriticalPath path = critical_path(timeline);
    check_whole(timeline, path);
    Strings result;
    for (const Segment& segment : path.segments) {
        if (segment.length() > 0) {
            result.push_back(std::string(timeline.task_name(segment.task)) + " " +
                             std::string(name_of(segment.kind)) + " " +
                             std::to_string(segment.length() / 1'000'000));
        }
    }
    return result;
}

Coroutine<> nap(Duration length) { co_await sleep(length); }

Coroutine<> gathers() {
    Task<> one = create_task(nap(100ms), "one");
    Task<> two = create_task(nap(300ms), "two");
    co_await gather(one, two);
    co_await sleep(50ms);
}

Coroutine<> hold(Lock& lock, Duration before, Duration length) {
    co_await sleep(before);
    co_await lock.acquire();
    co_await sleep(length);
    lock.release();
}
Coroutine<> locks() {
    Lock lock("lock");
    Task<> a = create_task(hold(lock, 10ms, 100ms), "a");
    Task<> b = create_task(hold(lock, 20ms, 30ms), "b");
    co_await gather(a, b);
}

Coroutine<> put_late(Queue<int>& queue) {
    co_await sleep(70ms);
    co_await queue.put(1);
}
Coroutine<> queues() {
    Queue<int> queue("queue", 0);
    Task<> producer = create_task(put_late(queue), "producer");
    (void)co_await queue.get();
    co_await sleep(5ms);
}

Coroutine<> times_out() {
    Event never("never");
    co_await sleep(10ms);
    auto wait = never.wait();
    try {
        co_await wait_for(std::move(wait), 500ms);
    } catch (const TimeoutError&) {
    }
}

Coroutine<> blocker() {
    co_await sleep(20ms);
    busy(2s);
}
Coroutine<> is_late() {
    Task<> blocks = create_task(blocker(), "blocker");
    co_await sleep(100ms);
    co_await sleep(1ms);
}

Coroutine<> call_later() {
    Future<> future("future");
    EventLoop::running().call_later(300ms, [future] { future.set_result(); });
    co_await future;
}
Coroutine<> two_callbacks() {
    Future<> future("future");
    EventLoop& loop = EventLoop::running();
    loop.call_soon([future, &loop] {
        busy(3ms);
        loop.call_soon([future] { future.set_result(); });
    });
    co_await future;
}

Coroutine<> in_thread() {
    ThreadPoolExecutor pool(1, "pool");
    const Future<> first = run_in_executor(pool, [] { blocking(40ms); });
    const Future<> second = run_in_executor(pool, [] { blocking(60ms); });
    co_await second;
    co_await first;
}

Coroutine<> leaves_something() {
    Task<> task = create_task(nap(1s), "cleaner");
    co_await sleep(10ms);
    task.add_done_callback([task](const Future<>&) {});
    busy(1ms);
}

}  // namespace

TEST_CASE("a gather leads to the task that ended last") {
    CHECK(long_ones(Ran(gathers()).trace) == Strings{"two sleeping 300", "main sleeping 50"});
}

TEST_CASE("a lock leads to who held it") {
    CHECK(long_ones(Ran(locks()).trace) ==
          Strings{"a sleeping 10", "a sleeping 100", "b sleeping 30"});
}

TEST_CASE("a queue leads to who put the item") {
    CHECK(long_ones(Ran(queues()).trace) == Strings{"producer sleeping 70", "main sleeping 5"});
}

TEST_CASE("a timeout leads to where it was set") {
    CHECK(long_ones(Ran(times_out()).trace) == Strings{"main sleeping 10", "main timing 500"});
}

TEST_CASE("a timer that is overdue waited for who had the loop") {
    const Ran run(is_late());
    CHECK(long_ones(run.trace) ==
          Strings{"main sleeping 100", "main ready 1920", "main sleeping 1"});
    const Timeline timeline(run.trace);
    for (const Segment& segment : critical_path(timeline).segments) {
        if (segment.kind == SegmentKind::Ready && segment.length() > 0) {
            CHECK(timeline.task_name(segment.other) == "blocker");
        }
    }
}

TEST_CASE("a busy step is running, at the line that takes the time") {
    TraceBuilder t;
    const TaskId main = t.create("main");
    t.resume(main);
    for (const auto& [line, time] : {std::pair{11U, 5}, std::pair{12U, 30}, std::pair{13U, 36}}) {
        const Nanoseconds before = line == 11 ? 0 : line == 12 ? 5 : 30;
        t.at(time).line(line).event(
            {.a = time - before, .task = main, .kind = EventKind::TimePassed});
    }
    t.line(14).finish(main);
    const Timeline timeline(t.trace());
    const CriticalPath path = critical_path(timeline);
    check_whole(timeline, path);
    const Segment& last = path.segments.back();
    CHECK(last.kind == SegmentKind::Running);
    CHECK(last.length() == 36);
    CHECK(timeline.trace().site(last.site).line == 12);
}

TEST_CASE("a future that a callback sets leads to who scheduled it") {
    CHECK(long_ones(Ran(call_later()).trace) == Strings{"main timing 300"});
    CHECK(long_ones(Ran(two_callbacks()).trace) == Strings{" running 3"});
}

TEST_CASE("a job leads to its worker, and to its time in line") {
    CHECK(long_ones(Ran(in_thread()).trace) == Strings{"main queued 40", "main working 60"});
}

TEST_CASE("a run that hangs ends with its last step") {
    const Timeline hung = test::deadlock_run();
    const CriticalPath path = critical_path(hung);
    check_whole(hung, path);
    REQUIRE(!path.segments.empty());
    CHECK(path.segments.back().task == hung.steps().back().task);
}

TEST_CASE("up to a cursor the path is that of a run that ended there") {
    const Timeline timeline(Ran(gathers()).trace);
    for (EventIndex i = 0; i < timeline.trace().size(); ++i) {
        const CriticalPath path = critical_path(timeline, i);
        CHECK(path.length == timeline.trace()[i].time);
        CHECK((path.length == 0 || path.segments.back().end == path.length));
    }
    CHECK(critical_path(Timeline()).segments.empty());
}

TEST_CASE("time after main has ended belongs to who used it") {
    CHECK(long_ones(Ran(leaves_something()).trace) ==
          Strings{"main sleeping 10", "main running 1"});
}

TEST_CASE("in the order of events, where no time passes") {
    TraceBuilder t;
    const TaskId main = t.create("main");
    t.resume(main);
    const TaskId child = t.create("child", main);
    t.suspend(main, WaitReason::Task, 0, child);
    t.resume(child);
    t.finish(child);
    t.ready(main, WakeReason::TaskEnded);
    t.resume(main);
    t.finish(main);
    const Timeline timeline(t.trace());
    std::vector<TaskId> tasks;
    for (const Segment& segment : critical_path(timeline).segments) {
        if (tasks.empty() || tasks.back() != segment.task) {
            tasks.push_back(segment.task);
        }
    }
    CHECK(tasks == std::vector<TaskId>{main, child, main});
}

TEST_CASE("the path covers the run and ends, whatever the trace says") {
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
        const Timeline timeline(
            random_trace({.seed = seed, .events = 400, .nonsense = seed % 3 != 0}));
        for (const EventIndex cursor : {EventIndex{0}, EventIndex{200}, kNoEvent}) {
            const CriticalPath path = critical_path(timeline, cursor);
            Nanoseconds at = 0;
            for (const Segment& segment : path.segments) {
                CHECK(segment.begin == at);
                at = segment.end;
            }
            CHECK(at == path.length);
            (void)describe(timeline, path);
        }
    }
}
