#include <doctest/doctest.h>

#include "runtime/core/log.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/async_generator.h"
#include "runtime/sync/event.h"
#include "runtime/sync/gather.h"
#include "runtime/sync/queue.h"
#include "tests/runtime/analysis/findings/words.h"
#include "tests/support/ran.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

using Names = std::vector<std::string>;

Coroutine<> ticks() {
    while (true) {
        co_await sleep(1s);
    }
}
Coroutine<> consumes(Queue<int>& jobs) {
    while (true) {
        (void)co_await jobs.get();
        jobs.task_done();
    }
}
Coroutine<> cleans_up_slowly() {
    std::exception_ptr error;
    try {
        co_await sleep(100s);
    } catch (const CancelledError&) {
        error = std::current_exception();
    }
    co_await sleep(1s);
    std::rethrow_exception(error);
}
Coroutine<> leaves_a_ticker() {
    create_task(ticks(), "ticker");
    co_await sleep(2500ms);
}
Coroutine<> leaves_consumers(int count) {
    Queue<int> jobs;
    for (int i = 1; i <= count; ++i) {
        create_task(consumes(jobs), name("consumer", i));
    }
    jobs.put_nowait(1);
    co_await jobs.join();
}
Coroutine<> leaves_one_that_has_not_begun() {
    co_await sleep(1s);
    create_task(ticks(), "ticker");
}
Coroutine<> raises() {
    create_task(ticks(), "ticker");
    co_await sleep(1s);
    throw ValueError("main");
}
Coroutine<> cancels_without_awaiting() {
    const Task<> task = create_task(cleans_up_slowly(), "cleaner");
    co_await sleep(1s);
    task.cancel();
}
Coroutine<> cancels_and_awaits() {
    const Task<> task = create_task(cleans_up_slowly(), "cleaner");
    co_await sleep(1s);
    task.cancel();
    co_await gather(return_exceptions, task);
}
Coroutine<> cancels_what_ends_at_once() {
    const Task<> task = create_task(ticks(), "ticker");
    co_await sleep(1s);
    task.cancel();
}
Coroutine<> is_set_at_the_end() {
    Event stop("stop");
    const auto waits = [](Event& event) -> Coroutine<> { co_await event.wait(); };
    const Task<> waiter = create_task(waits(stop), "waiter");
    co_await sleep(1s);
    stop.set();
    co_await waiter;
}
Coroutine<> swallows_then_is_left() {
    const auto stubborn = []() -> Coroutine<> {
        for (int i = 0; i < 3; ++i) {
            try {
                co_await sleep(10s);
            } catch (const CancelledError&) {
                log("no");
            }
        }
    };
    const Task<> task = create_task(stubborn(), "stubborn");
    co_await sleep(1s);
    task.cancel();
    co_await sleep(1s);
}
AsyncGenerator<int> numbers() {
    for (int i = 0;; ++i) {
        co_yield i;
        co_await sleep(1s);
    }
}
Coroutine<> drops_a_generator() {
    {
        AsyncGenerator<int> all = numbers();
        (void)co_await all.anext();
    }
    co_return;
}

}  // namespace

TEST_CASE("task leak: main is over, and a task sleeps") {
    const Ran run(leaves_a_ticker());
    const auto found = find_task_leaks(Timeline(run.trace), {});
    REQUIRE(found.size() == 1);
    const Finding& finding = found.front();
    REQUIRE(finding.sites.size() == 2);
    const auto made = std::to_string(run.trace.site(finding.sites[0]).line);
    const auto stands = std::to_string(run.trace.site(finding.sites[1]).line);
    CHECK(finding.kind == "task-leak");
    CHECK(finding.severity == Severity::Warning);
    CHECK(en(finding.statement) ==
          "When main is over, 1 task is unfinished: ticker sleeps (line " + stands + ").");
    CHECK(zh(finding.statement) ==
          "main 结束时，还有 1 个任务没有完成：ticker 正在睡眠（第 " + stands + " 行）。");
    CHECK(en(finding.advice) ==
          "await what line " + made + " creates before main ends, or cancel it and await its end.");
    CHECK(finding.tasks == std::vector<TaskId>{2});
    CHECK(run.trace[finding.at].task == 1);
    CHECK(kinds(run.trace) == Names{"task-leak"});
}

TEST_CASE("task leak: tasks of one line are one finding") {
    const Ran run(leaves_consumers(5));
    const auto found = find_task_leaks(Timeline(run.trace), {});
    REQUIRE(found.size() == 1);
    CHECK(en(found[0].statement).find("5 tasks are unfinished: consumer-1 waits for an item") !=
          std::string::npos);
    CHECK(found[0].tasks.size() == 5);
    CHECK(kinds(run.trace) == Names{"task-leak"});
}

TEST_CASE("task leak: cancelled without awaiting the clean-up, and when main fails") {
    CHECK(kinds(Ran(cancels_without_awaiting()).trace) == Names{"task-leak"});
    CHECK(kinds(Ran(raises()).trace) == Names{"task-leak"});
    CHECK(kinds(Ran(leaves_one_that_has_not_begun()).trace) == Names{"task-leak"});
}

TEST_CASE("task leak: silent if nothing is left, and for what the runtime makes itself") {
    CHECK(kinds(Ran(cancels_and_awaits()).trace).empty());
    CHECK(kinds(Ran(cancels_what_ends_at_once()).trace).empty());
    CHECK(kinds(Ran(is_set_at_the_end()).trace).empty());
    CHECK(kinds(Ran(drops_a_generator()).trace).empty());
}

TEST_CASE("task leak: silent for a task that swallowed the request to stop") {
    CHECK(kinds(Ran(swallows_then_is_left()).trace) == Names{"swallowed-cancellation"});
}
