// Each event knows the line of the program that caused it.
#include <doctest/doctest.h>

#include <string>

#include "runtime/core/log.h"
#include "runtime/core/shared.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/event.h"
#include "runtime/sync/gather.h"
#include "runtime/sync/lock.h"
#include "runtime/sync/queue.h"
#include "runtime/sync/semaphore.h"
#include "runtime/sync/wait_for.h"
#include "tests/support/ran.h"

using namespace coroscope;
using test::Ran;

namespace {

using Line = std::uint32_t;

constexpr Line kNextLine = __LINE__ + 1;
Coroutine<> sleeps() { co_await sleep(1s); }
Coroutine<> yields() { co_await sleep(0s); }
Coroutine<> locks(Lock& lock) { co_await lock.acquire(); }
Coroutine<> holds(Lock& lock) { const auto held = co_await lock.hold(); }
Coroutine<> acquires(Semaphore& semaphore) { co_await semaphore.acquire(); }
Coroutine<> waits(Event& event) { co_await event.wait(); }
Coroutine<> gets(Queue<int>& queue) { (void)co_await queue.get(); }
Coroutine<> puts(Queue<int>& queue) { co_await queue.put(1); }
Coroutine<> joins(Queue<int>& queue) { co_await queue.join(); }
Coroutine<> awaits_a_future(Future<int> future) { co_await future; }
Coroutine<> awaits_a_task() { co_await create_task(sleeps()); }
Coroutine<> gathers() { co_await gather(sleeps()); }
Coroutine<> limits() { co_await wait_for(sleeps(), 5s); }
Coroutine<> limits_a_future(Future<int> future) { co_await wait_for(future, 5s); }

constexpr Line kMainLine = __LINE__ + 2;
Coroutine<> everything() {
    Lock lock("lock");
    Semaphore semaphore("semaphore", 0);
    Event event("event");
    Queue<int> queue("queue", 1);
    Queue<int> empty("empty");
    Shared<int> shared("shared", 0);
    Future<int> future("future");
    queue.put_nowait(1);
    co_await lock.acquire();
    create_task(sleeps(), "sleeps");
    create_task(yields(), "yields");
    create_task(locks(lock), "locks");
    create_task(holds(lock), "holds");
    create_task(acquires(semaphore), "acquires");
    create_task(waits(event), "waits");
    create_task(gets(empty), "gets");
    create_task(puts(queue), "puts");
    create_task(joins(queue), "joins");
    create_task(awaits_a_future(future), "awaits_a_future");
    create_task(awaits_a_task(), "awaits_a_task");
    create_task(gathers(), "gathers");
    create_task(limits(), "limits");
    create_task(limits_a_future(future), "limits_a_future");
    co_await sleep(10ms);
    lock.release();
    semaphore.release();
    event.set();
    event.clear();
    empty.put_nowait(1);
    (void)queue.get_nowait();
    queue.task_done();
    shared.write(shared.read() + 1);
    future.set_result(1);
    busy(1ms);
    blocking(1ms);
    log("a line");
    co_await sleep(10s);
}

Line line_of(const Ran& run, const TraceEvent& event) {
    const Site& site = run.site_of(event);
    CHECK(site.file == "tests/runtime/sync/source_lines_test.cpp");
    return site.line;
}

/// The task of that name.
TaskId task(const Ran& run, std::string_view name) {
    for (const TraceEvent& event : run.events(EventKind::TaskCreated)) {
        if (run.trace.text(event.b) == name) {
            return event.task;
        }
    }
    return 0;
}

/// The first event of that kind that belongs to the task.
TraceEvent first(const Ran& run, EventKind kind, TaskId task) {
    for (const TraceEvent& event : run.events(kind)) {
        if (event.task == task) {
            return event;
        }
    }
    return {};
}

}  // namespace

TEST_CASE("a suspended task stands at the line of its await") {
    const Ran run(everything());
    REQUIRE(run.outcome == Outcome::Finished);
    Line expected = kNextLine;
    for (const char* const name :
         {"sleeps", "yields", "locks", "holds", "acquires", "waits", "gets", "puts", "joins",
          "awaits_a_future", "awaits_a_task", "gathers"}) {
        CAPTURE(std::string(name));
        CHECK(line_of(run, first(run, EventKind::TaskSuspended, task(run, name))) == expected);
        ++expected;
    }
}

TEST_CASE("a task is created at the line of its create_task") {
    const Ran run(everything());
    Line expected = kMainLine + 9;
    for (const char* const name :
         {"sleeps", "yields", "locks", "holds", "acquires", "waits", "gets", "puts", "joins",
          "awaits_a_future", "awaits_a_task", "gathers", "limits", "limits_a_future"}) {
        CAPTURE(std::string(name));
        CHECK(line_of(run, first(run, EventKind::TaskCreated, task(run, name))) == expected);
        ++expected;
    }
}

TEST_CASE("wait_for stands at its caller's line, not inside the runtime") {
    const Ran run(everything());
    const TaskId limits = task(run, "limits");
    CHECK(line_of(run, first(run, EventKind::TimerSet, limits)) == kNextLine + 12);
    CHECK(line_of(run, first(run, EventKind::CoroutineEntered, limits)) == kNextLine + 12);
    CHECK(line_of(run, first(run, EventKind::TaskSuspended, limits)) == kNextLine);  // in sleeps()
    const TaskId future = task(run, "limits_a_future");
    CHECK(line_of(run, first(run, EventKind::TimerSet, future)) == kNextLine + 13);
    CHECK(line_of(run, first(run, EventKind::TaskSuspended, future)) == kNextLine + 13);
}

TEST_CASE("what a step does is in the trace with its line") {
    const Ran run(everything());
    const TaskId main = 1;
    const auto line = [&](EventKind kind) { return line_of(run, first(run, kind, main)); };
    CHECK(line(EventKind::ResourceCreated) == kMainLine);
    CHECK(line(EventKind::QueuePut) == kMainLine + 7);
    CHECK(line(EventKind::ResourceAcquired) == kMainLine + 8);
    CHECK(line(EventKind::TimerSet) == kMainLine + 23);
    CHECK(line(EventKind::ResourceReleased) == kMainLine + 24);
    CHECK(line(EventKind::ResourceNotified) == kMainLine + 26);
    CHECK(line(EventKind::QueueGot) == kMainLine + 29);
    CHECK(line(EventKind::QueueTaskDone) == kMainLine + 30);
    CHECK(line(EventKind::VariableRead) == kMainLine + 31);
    CHECK(line(EventKind::TimePassed) == kMainLine + 33);
    CHECK(line(EventKind::LogLine) == kMainLine + 35);
    CHECK(line_of(run, run.events(EventKind::VariableWritten)[1]) == kMainLine + 31);
    CHECK(line_of(run, run.events(EventKind::TimePassed)[1]) == kMainLine + 34);
}
