// What becomes of tasks that wait when the thing they wait for, the loop or the run goes away.
#include <doctest/doctest.h>

#include <memory>
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
using Strings = std::vector<std::string>;

namespace {

Coroutine<> locks(Lock& lock) { const auto held = co_await lock.hold(); }
Coroutine<> acquires(Semaphore& semaphore) { co_await semaphore.acquire(); }
Coroutine<> waits(Event& event) { co_await event.wait(); }
Coroutine<> gets(Queue<std::string>& queue) { (void)co_await queue.get(); }
Coroutine<> puts(Queue<std::string>& queue) { co_await queue.put("two"); }
Coroutine<> joins(Queue<std::string>& queue) { co_await queue.join(); }
Coroutine<> sleeps() { co_await sleep(3600s); }
Coroutine<> limited() { co_await wait_for(sleeps(), 7200s); }

/// Everything that a task can wait for, with a task that waits for it.
class Everything {
public:
    Everything() {
        full_.put_nowait("one");
        tasks.push_back(create_task(locks(lock_)));
        tasks.push_back(create_task(acquires(semaphore_)));
        tasks.push_back(create_task(waits(event_)));
        tasks.push_back(create_task(gets(empty_)));
        tasks.push_back(create_task(puts(full_)));
        tasks.push_back(create_task(joins(full_)));
        tasks.push_back(create_task(sleeps()));
        tasks.push_back(create_task(limited()));
    }
    Coroutine<> take_lock() { co_await lock_.acquire(); }
    /// Wakes all of them, without letting them run.
    void wake_all() {
        lock_.release();
        semaphore_.release();
        event_.set();
        empty_.put_nowait("item");
        (void)full_.get_nowait();
        full_.task_done();
    }
    std::vector<Task<>> tasks;

private:
    Lock lock_;
    Semaphore semaphore_{"semaphore", 0};
    Event event_;
    Queue<std::string> empty_;
    Queue<std::string> full_{"full", 1};
};

Coroutine<> hangs(std::unique_ptr<Everything>& everything) {
    Future<> never;
    everything = std::make_unique<Everything>();
    co_await everything->take_lock();
    co_await never;
}
Coroutine<> fails(std::unique_ptr<Everything>& everything) {
    everything = std::make_unique<Everything>();
    co_await everything->take_lock();
    co_await sleep(1s);
    throw ValueError("failed");
}
Coroutine<> owns_and_hangs() {
    Future<> never;
    Everything everything;
    co_await everything.take_lock();
    co_await never;
}
Coroutine<> owns_and_is_stopped() {
    Everything everything;
    co_await everything.take_lock();
    while (true) {
        co_await sleep(0s);
    }
}
Coroutine<> outlived(bool woken) {
    std::vector<Task<>> tasks;
    {
        Everything everything;
        co_await everything.take_lock();
        co_await sleep(1s);
        if (woken) {
            everything.wake_all();
        }
        tasks = everything.tasks;
    }
    co_await sleep(1s);
    for (Task<>& task : tasks) {
        if (task.done()) {
            const std::exception_ptr error = task.exception();
            log("{}", error ? describe(error) : "finished");
        } else {
            task.cancel();
            log("waits");
        }
    }
    co_await gather(return_exceptions, tasks);
}
/// Main ends while tasks still wait for what its frame owns.
Coroutine<> main_goes_first() {
    Everything everything;
    co_await everything.take_lock();
    co_await sleep(1s);
}

Coroutine<> holds(Lock& lock) {
    const auto held = co_await lock.hold();
    log("held");
    while (true) {
        log("endless");
    }
}
Coroutine<> stopped_while_holding() {
    Lock lock("lock");
    Task<> holder = create_task(holds(lock));
    Task<> waiter = create_task(locks(lock));
    co_await gather(holder, waiter);
}

class LogsAtItsEnd {
public:
    LogsAtItsEnd() = default;
    LogsAtItsEnd(const LogsAtItsEnd&) = delete;
    LogsAtItsEnd& operator=(const LogsAtItsEnd&) = delete;
    ~LogsAtItsEnd() {
        for (int i = 0; i < 100; ++i) {
            log("finally");
        }
    }
};
Coroutine<> logs_while_unwinding() {
    const LogsAtItsEnd at_its_end;
    while (true) {
        log("endless");
    }
    co_return;
}

}  // namespace

TEST_CASE("a hanging run lets go of everything that waits, wherever its things live") {
    std::unique_ptr<Everything> outside;
    CHECK(Ran(hangs(outside)).outcome == Outcome::Hang);
    outside.reset();
    CHECK(Ran(owns_and_hangs()).outcome == Outcome::Hang);
}

TEST_CASE("a failing run lets go of everything that waits") {
    std::unique_ptr<Everything> outside;
    const Ran run(fails(outside));
    CHECK(run.outcome == Outcome::Failed);
    CHECK(run.count(EventKind::TaskCancelled) == 8);
    outside.reset();
}

TEST_CASE("a run that is stopped lets go of everything that waits") {
    LoopOptions options;
    options.max_steps = 1000;
    CHECK(Ran(owns_and_is_stopped(), options).outcome == Outcome::Budget);
}

TEST_CASE("what a task waits for may be destroyed first: the task waits on, and can be cancelled") {
    const Ran run(outlived(false));
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.logs() == Strings(8, "waits"));
}

TEST_CASE("a task that was woken by something which is destroyed before it runs gets an error") {
    const std::string gone = "RuntimeError: what the task waited for has been destroyed";
    const Ran run(outlived(true));
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.logs() == Strings{gone, gone, "finished", gone, gone, "finished", "waits", "waits"});
}

TEST_CASE("main may end before those who wait for what it owns") {
    const Ran run(main_goes_first());
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.count(EventKind::TaskCancelled) == 8);
}

TEST_CASE("the trace of a run ends where its budget ended, not with the unwinding") {
    LoopOptions options;
    options.max_events = 500;
    const Ran run(stopped_while_holding(), options);
    CHECK(run.outcome == Outcome::Budget);
    CHECK(run.count(EventKind::ResourceReleased) == 0);
    CHECK(run.logs().back() == "endless");
}

TEST_CASE("a destructor that logs while the budget unwinds its frame is no problem") {
    LoopOptions options;
    options.max_events = 500;
    const Ran run(logs_while_unwinding(), options);
    CHECK(run.outcome == Outcome::Budget);
    CHECK(run.logs().back() == "endless");
}
