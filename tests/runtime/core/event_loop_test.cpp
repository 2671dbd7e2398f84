#include "runtime/core/event_loop.h"

#include <doctest/doctest.h>

#include <string>

#include "runtime/core/log.h"
#include "runtime/core/shared.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/event.h"
#include "runtime/sync/gather.h"
#include "runtime/sync/lock.h"
#include "runtime/sync/queue.h"
#include "tests/support/ran.h"

using namespace coroscope;
using test::Ran;
using Strings = std::vector<std::string>;

namespace {

// -- programs without end

Coroutine<> endless_yields() {
    while (true) {
        co_await sleep(0s);
    }
}
Coroutine<> endless_sleeps() {
    while (true) {
        co_await sleep(1s);
    }
}
Coroutine<> endless_busy() {
    while (true) {
        busy(1ms);
    }
    co_return;
}
Coroutine<> endless_logs() {
    while (true) {
        log("again");
    }
    co_return;
}
Coroutine<> endless_reads() {
    Shared<int> counter("counter", 0);
    while (true) {
        counter.write(counter.read() + 1);
    }
    co_return;
}
Coroutine<> endless_puts() {
    Queue<int> queue("queue");
    while (true) {
        queue.put_nowait(1);
        (void)queue.get_nowait();
    }
    co_return;
}
Coroutine<> nothing() { co_return; }
Coroutine<> endless_awaits_of_a_child() {
    while (true) {
        co_await nothing();
    }
}
Coroutine<> endless_awaits_of_a_done_task() {
    Task<> done = create_task(nothing());
    while (true) {
        co_await done;
    }
}
Coroutine<> endless_free_locks() {
    Lock lock("lock");
    while (true) {
        const auto held = co_await lock.hold();
    }
}
Coroutine<> endless_events() {
    Event event("event");
    while (true) {
        event.set();
        event.clear();
    }
    co_return;
}
Coroutine<> endless_resources() {
    while (true) {
        const Lock lock("lock");
    }
    co_return;
}
Coroutine<> parent_of(int generation) {
    for (int i = 0; i < 100; ++i) {
        create_task(parent_of(generation + 1));
    }
    co_return;
}
Coroutine<> task_flood() {
    while (true) {
        create_task(nothing());
    }
    co_return;
}
Coroutine<> swallows_everything() {
    while (true) {
        try {
            log("again");
        } catch (...) {
            break;
        }
    }
    while (true) {
        co_await sleep(0s);
    }
}
Coroutine<> as_a_task(Coroutine<> program) {
    Task<> task = create_task(std::move(program), "endless");
    co_await task;
}

LoopOptions small_budget() {
    LoopOptions options;
    options.max_steps = 1000;
    options.max_events = 5000;
    options.until = 3600'000'000'000;
    return options;
}

// -- programs that end

Coroutine<> raises() {
    co_await sleep(1s);
    throw ValueError("no good");
}
Coroutine<> raises_something_else() {
    throw 42;
    co_return;
}
Coroutine<> waits_for_ever() {
    Future<> never;
    co_await never;
}
Coroutine<> cleans_up(std::string name) {
    std::exception_ptr raised;
    try {
        co_await sleep(100s);
    } catch (...) {
        raised = std::current_exception();
    }
    co_await sleep(1s);
    log("{} cleaned up", name);
    std::rethrow_exception(raised);
}
Coroutine<> leaves_two() {
    create_task(cleans_up("a"), "a");
    create_task(cleans_up("b"), "b");
    co_await sleep(1s);
}
Coroutine<> refuses() {
    for (int i = 0;; ++i) {
        try {
            co_await sleep(1s);
        } catch (const CancelledError&) {
            log("refused");
        }
        if (i == 3) {
            co_return;
        }
    }
}
Coroutine<> leaves_one_that_refuses() {
    create_task(refuses(), "refuses");
    co_await sleep(500ms);
}
Coroutine<> leaves_one_that_hangs() {
    create_task(waits_for_ever(), "hangs");
    co_await sleep(1s);
}
Coroutine<> spins(std::string name, int rounds) {
    for (int i = 0; i < rounds; ++i) {
        log("{} {}", name, i);
        co_await sleep(0s);
    }
}
Coroutine<> spawns_when_cancelled() {
    std::exception_ptr raised;
    try {
        co_await sleep(10s);
    } catch (...) {
        raised = std::current_exception();
    }
    create_task(spins("late", 10));
    std::rethrow_exception(raised);
}
Coroutine<> leaves_a_spawner() {
    create_task(spawns_when_cancelled());
    co_await sleep(1s);
}
Coroutine<> steps() {
    co_await sleep(0s);
    co_await sleep(0s);
}

class Bomb final : public TimerHandle {
private:
    void fire() override { throw ValueError("bomb"); }
};
Coroutine<> sets_a_bomb() {
    Bomb bomb;
    EventLoop::running().call_at(bomb, 1, 0);
    co_await sleep(1s);
    log("still alive");
}
Coroutine<> nested_run() {
    EventLoop another;
    (void)another.run(nothing());
    co_return;
}

}  // namespace

TEST_CASE("no program can go on for ever: the budget ends it, and its trace is kept") {
    struct Endless {
        std::string name;
        Coroutine<> (*program)();
    };
    for (const Endless& endless :
         {Endless{"yields", endless_yields}, Endless{"sleeps", endless_sleeps},
          Endless{"busy", endless_busy}, Endless{"logs", endless_logs},
          Endless{"reads and writes", endless_reads}, Endless{"puts", endless_puts},
          Endless{"awaits of a child", endless_awaits_of_a_child},
          Endless{"awaits of a done task", endless_awaits_of_a_done_task},
          Endless{"free locks", endless_free_locks}, Endless{"events", endless_events},
          Endless{"resources", endless_resources}, Endless{"tasks", task_flood},
          Endless{"all errors swallowed", swallows_everything}}) {
        CAPTURE(endless.name);
        const Ran run(as_a_task(endless.program()), small_budget());
        CHECK(run.outcome == Outcome::Budget);
        CHECK(run.trace.complete());
        CHECK(run.trace.size() > 10);
        CHECK(run.trace.size() < 6000);
        CHECK(run.trace[run.trace.size() - 1].detail == static_cast<std::uint8_t>(Outcome::Budget));
        CHECK(run.count(EventKind::TaskFailed) == 0);  // it was stopped; it did not fail
        CHECK(run.reports().empty());
    }
}

TEST_CASE("a flood of tasks ends by the budget of events") {
    const Ran run(parent_of(0), small_budget());
    CHECK(run.outcome == Outcome::Budget);
    CHECK(run.trace.size() < 6000);
}

TEST_CASE("virtual time has a budget, too") {
    LoopOptions options;
    options.until = Nanoseconds{10'000'000'000};
    const Ran sleeping(endless_sleeps(), options);
    CHECK(sleeping.outcome == Outcome::Budget);
    CHECK(sleeping.ended_at == 10'000'000'000);
    const Ran computing(endless_busy(), options);
    CHECK(computing.outcome == Outcome::Budget);
    CHECK(computing.ended_at < 11'000'000'000);
}

TEST_CASE("the budget of time may run out in the cost of a step") {
    LoopOptions options;
    options.step_cost = 1'000'000;
    options.until = 100'000'000;
    const Ran run(endless_yields(), options);
    CHECK(run.outcome == Outcome::Budget);
    CHECK(run.trace.complete());
}

TEST_CASE("the cost of steps passes between them") {
    LoopOptions options;
    options.step_cost = 1000;
    const Ran run(steps(), options);
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.ended_at == 3000);
    CHECK(run.count(EventKind::TimePassed) == 3);
}

TEST_CASE("a run stops when somebody asks it to") {
    std::stop_source source;
    source.request_stop();
    LoopOptions options;
    options.stop = source.get_token();
    const Ran between_steps(endless_yields(), options);
    CHECK(between_steps.outcome == Outcome::Stopped);
    const Ran inside_a_step(endless_logs(), options);
    CHECK(inside_a_step.outcome == Outcome::Stopped);
    CHECK(inside_a_step.trace.complete());
    CHECK(inside_a_step.trace.size() < 200);
}

TEST_CASE("a program that raises has failed, and its error can be asked for") {
    const Ran run(raises());
    CHECK(run.outcome == Outcome::Failed);
    CHECK(describe(run.error) == "ValueError: no good");
    CHECK(run.texts(EventKind::RunEnded) == Strings{"ValueError: no good"});
    CHECK(run.texts(EventKind::TaskFailed) == Strings{"ValueError: no good"});
    CHECK(run.reports().empty());
}

TEST_CASE("an error that is no std::exception fails a program like any other") {
    const Ran run(raises_something_else());
    CHECK(run.outcome == Outcome::Failed);
    CHECK(run.texts(EventKind::TaskFailed) == Strings{"an error that is no std::exception"});
}

TEST_CASE("a run in which nothing can happen any more hangs") {
    const Ran run(waits_for_ever());
    CHECK(run.outcome == Outcome::Hang);
    CHECK(run.trace.complete());
    CHECK(run.error == nullptr);
}

TEST_CASE("what main leaves behind is cancelled, and its cleanup awaited") {
    const Ran run(leaves_two());
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.logs() == Strings{"a cleaned up", "b cleaned up"});
    CHECK(run.ended_at == 2'000'000'000);
    CHECK(run.count(EventKind::TaskCancelled) == 2);
    CHECK(run.count(EventKind::TaskAbandoned) == 0);
}

TEST_CASE("a task that refuses the final cancellation is awaited all the same") {
    const Ran run(leaves_one_that_refuses());
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.logs() == Strings{"refused"});
    CHECK(run.ended_at == 3'500'000'000);
}

TEST_CASE("a task that waits for nothing is cancelled at the end like any other") {
    const Ran run(leaves_one_that_hangs());
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.count(EventKind::TaskCancelled) == 1);
}

TEST_CASE("closing gives late tasks the steps that asyncio.run gives them, then abandons them") {
    const Ran run(leaves_a_spawner());
    CHECK(run.outcome == Outcome::Finished);
    // CPython: two iterations until the end of the leftovers is known, then two for
    // shutdown_asyncgens and two for shutdown_default_executor.
    CHECK(run.logs().size() == 6);
    CHECK(run.count(EventKind::TaskAbandoned) == 1);
}

TEST_CASE("an error in a callback is reported, and the loop goes on") {
    const Ran run(sets_a_bomb());
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.reports() == Strings{"Exception in callback: ValueError: bomb"});
    CHECK(run.logs() == Strings{"still alive"});
}

TEST_CASE("a loop runs once") {
    EventLoop loop;
    CHECK(loop.run(nothing()) == Outcome::Finished);
    CHECK_THROWS_AS(loop.run(nothing()), RuntimeError);
    CHECK(EventLoop::running_or_null() == nullptr);
}

TEST_CASE("a coroutine that has been used cannot be run, and the thread stays without a loop") {
    Coroutine<> used = nothing();
    EventLoop first;
    CHECK(first.run(std::move(used)) == Outcome::Finished);
    EventLoop second;
    CHECK_THROWS_AS(second.run(std::move(used)), RuntimeError);  // NOLINT: that is the point
    CHECK(EventLoop::running_or_null() == nullptr);
    EventLoop third;
    CHECK(third.run(nothing()) == Outcome::Finished);
}

TEST_CASE("a loop cannot run inside another one") {
    const Ran run(nested_run());
    CHECK(run.outcome == Outcome::Failed);
    CHECK(run.texts(EventKind::RunEnded) ==
          Strings{"RuntimeError: asyncio.run() cannot be called from a running event loop"});
}

TEST_CASE("outside a loop nothing can be made that needs one") {
    CHECK_THROWS_AS(EventLoop::running(), RuntimeError);
    CHECK_THROWS_AS(Lock("lock"), RuntimeError);
    CHECK_THROWS_AS(Future<>(), RuntimeError);
    Coroutine<> program = nothing();
    CHECK_THROWS_AS(create_task(std::move(program)), RuntimeError);
    program.close();  // NOLINT: create_task must not have lost it
    CHECK(current_task() == nullptr);
}

TEST_CASE("recorded or not, a run ends the same way") {
    EventLoop loop;
    CHECK(loop.run(leaves_two()) == Outcome::Finished);
    CHECK(loop.now() == 2'000'000'000);
}

TEST_CASE("the same program gives the same trace") {
    CHECK(Ran(leaves_two()).trace == Ran(leaves_two()).trace);
    CHECK(Ran(leaves_one_that_refuses()).trace == Ran(leaves_one_that_refuses()).trace);
}
