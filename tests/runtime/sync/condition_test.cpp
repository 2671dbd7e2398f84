#include "runtime/sync/condition.h"

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/core/log.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/gather.h"
#include "runtime/sync/wait_for.h"
#include "tests/support/ran.h"

using namespace coroscope;
using test::Ran;
using Strings = std::vector<std::string>;

namespace {

/// Takes the lock by hand and never gives it back, as what it locks may be gone.
Coroutine<> waits(Condition& condition) {
    co_await condition.acquire();
    co_await condition.wait();
}
Coroutine<> notified(Condition& condition) {
    const auto held = co_await condition.hold();
    co_await condition.wait();
    log("notified");
}
std::string end_of(const Task<>& task) {
    if (!task.done()) {
        return "waits";
    }
    if (task.cancelled()) {
        return "cancelled";
    }
    const std::exception_ptr error = task.exception();
    return error ? describe(error) : "finished";
}

Coroutine<> destroyed_while_waiting() {
    auto condition = std::make_unique<Condition>("condition");
    Task<> task = create_task(waits(*condition));
    co_await sleep(1s);
    condition.reset();
    co_await sleep(1s);
    log("{}", end_of(task));
    task.cancel();
    co_await gather(return_exceptions, task);
    log("{}", end_of(task));
}
Coroutine<> destroyed_after_notify() {
    auto condition = std::make_unique<Condition>("condition");
    Task<> one = create_task(waits(*condition));
    Task<> two = create_task(waits(*condition));
    co_await sleep(1s);
    {
        const auto held = co_await condition->hold();
        condition->notify();
        two.cancel();
        condition.reset();
    }
    co_await gather(return_exceptions, one, two);
    log("{}, {}", end_of(one), end_of(two));
}
Coroutine<> destroyed_while_taking_the_lock_again() {
    auto condition = std::make_unique<Condition>("condition");
    Task<> one = create_task(waits(*condition));
    Task<> two = create_task(waits(*condition));
    co_await sleep(1s);
    co_await condition->acquire();
    condition->notify_all();
    two.cancel();
    co_await sleep(1s);
    condition.reset();
    co_await sleep(1s);
    log("{}, {}", end_of(one), end_of(two));
    one.cancel();
    two.cancel();
    co_await gather(return_exceptions, one, two);
    log("{}, {}", end_of(one), end_of(two));
}
Coroutine<> loses_its_lock() {
    auto lock = std::make_unique<Lock>("lock");
    Condition condition(*lock, "condition");
    Task<> task = create_task(waits(condition));
    co_await sleep(1s);
    lock.reset();
    task.cancel();
    co_await gather(return_exceptions, task);
    log("{}", end_of(task));
    try {
        condition.notify();
    } catch (const RuntimeError& error) {
        log("{}", error.message());
    }
}
Coroutine<> hangs(std::unique_ptr<Condition>& condition) {
    condition = std::make_unique<Condition>("condition");
    Task<> one = create_task(waits(*condition));
    Task<> two = create_task(waits(*condition));
    co_await sleep(1s);
    co_await condition->acquire();
    condition->notify();
    Future<> never;
    co_await never;
}

Coroutine<> passes_on() {
    Condition condition("condition");
    Task<> one = create_task(notified(condition));
    Task<> two = create_task(notified(condition));
    co_await sleep(1s);
    {
        const auto held = co_await condition.hold();
        condition.notify();
        one.cancel();
    }
    co_await gather(return_exceptions, one, two);
    const auto held = co_await condition.hold();
    condition.notify(5);
}
Coroutine<> never_ends() {
    Condition condition("condition");
    const auto held = co_await condition.hold();
    while (true) {
        condition.notify();
    }
}
Coroutine<> waits_for_value() {
    Condition condition("condition");
    const auto held = co_await condition.hold();
    const std::optional<int> value =
        co_await condition.wait_for([] { return std::optional<int>(7); });
    log("{}", *value);
    try {
        co_await wait_for(condition.wait_for([] { return false; }), 1s);
    } catch (const TimeoutError&) {
        log("locked: {}", condition.locked());
    }
}

}  // namespace

TEST_CASE("a condition may be destroyed first: the task waits on, and can be cancelled") {
    const Ran run(destroyed_while_waiting());
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.logs() == Strings{"waits", "cancelled"});
}

TEST_CASE("a task that was notified before the condition is destroyed gets an error") {
    const Ran run(destroyed_after_notify());
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.logs() ==
          Strings{"RuntimeError: what the task waited for has been destroyed, cancelled"});
}

TEST_CASE("a condition may be destroyed while tasks queue for its lock again") {
    const Ran run(destroyed_while_taking_the_lock_again());
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.logs() == Strings{"waits, waits", "cancelled, cancelled"});
}

TEST_CASE("a condition whose lock has been destroyed says so") {
    const Ran run(loses_its_lock());
    CHECK(run.outcome == Outcome::Finished);
    const std::string gone = "the lock of the condition has been destroyed";
    CHECK(run.logs() == Strings{"RuntimeError: " + gone, gone});
}

TEST_CASE("a hanging run lets go of tasks at a condition, wherever it lives") {
    std::unique_ptr<Condition> outside;
    CHECK(Ran(hangs(outside)).outcome == Outcome::Hang);
    outside.reset();
}

TEST_CASE("the trace tells who notified, whom it woke, and what was passed on") {
    const Ran run(passes_on());
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.logs() == Strings{"notified"});
    std::vector<std::pair<Notice, std::int64_t>> notices;
    for (const TraceEvent& event : run.events(EventKind::ResourceNotified)) {
        notices.emplace_back(static_cast<Notice>(event.detail), event.a);
    }
    CHECK(notices == std::vector<std::pair<Notice, std::int64_t>>{
                         {Notice::Notified, 1}, {Notice::PassedOn, 1}, {Notice::Notified, 0}});
    CHECK(run.texts(EventKind::ResourceCreated)[0] == "condition");
    CHECK(run.texts(EventKind::ResourceCreated)[1] == "condition.lock");
}

TEST_CASE("a loop of notifications ends with the budget") {
    LoopOptions options;
    options.max_events = 100;
    CHECK(Ran(never_ends(), options).outcome == Outcome::Budget);
}

TEST_CASE("wait_for returns what its predicate returned, and takes the lock back at a timeout") {
    const Ran run(waits_for_value());
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.logs() == Strings{"7", "locked: true"});
}
