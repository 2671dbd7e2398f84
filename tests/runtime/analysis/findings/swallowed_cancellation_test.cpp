#include <doctest/doctest.h>

#include "runtime/core/log.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/condition.h"
#include "runtime/sync/gather.h"
#include "runtime/sync/queue.h"
#include "runtime/sync/shield.h"
#include "runtime/sync/task_group.h"
#include "runtime/sync/timeout.h"
#include "runtime/sync/wait_for.h"
#include "tests/runtime/analysis/findings/words.h"
#include "tests/support/ran.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

using Names = std::vector<std::string>;

// -- workers that swallow

Coroutine<> retries(int times) {
    for (int i = 0; i < times; ++i) {
        try {
            co_await sleep(1s);
        } catch (const CancelledError&) {
            log("never mind");
        }
    }
}
Coroutine<> catches_everything(Queue<int>& jobs) {
    while (true) {
        try {
            (void)co_await jobs.get();
        } catch (...) {
            log("error");
        }
    }
}
Coroutine<int> gives_a_default() {
    try {
        co_await sleep(10s);
    } catch (const CancelledError&) {
    }
    co_return -1;
}
Coroutine<> polls() {
    for (int i = 0; i < 50; ++i) {
        try {
            co_await sleep(0s);
        } catch (const CancelledError&) {
        }
    }
}
Coroutine<> retry_inside() { co_await retries(5); }

// -- workers that do as they are told

Coroutine<> raises_again() {
    std::exception_ptr error;
    try {
        co_await sleep(10s);
    } catch (const CancelledError&) {
        error = std::current_exception();
    }
    if (error) {
        co_await sleep(100ms);  // clean-up that takes its time
        co_await sleep(100ms);
        std::rethrow_exception(error);
    }
}
Coroutine<> flush() { co_await sleep(100ms); }
Coroutine<> works_and_flushes() {
    std::exception_ptr error;
    try {
        while (true) {
            co_await flush();
        }
    } catch (const CancelledError&) {
        error = std::current_exception();
    }
    co_await flush();
    std::rethrow_exception(error);
}
Coroutine<> waits_for_the_inner(Task<> inner) {
    std::exception_ptr error;
    while (!inner.done()) {
        try {
            co_await shield(inner);
        } catch (const CancelledError&) {
            error = std::current_exception();
        }
    }
    if (error) {
        std::rethrow_exception(error);
    }
}
Coroutine<> takes_it_back() {
    try {
        co_await sleep(10s);
    } catch (const CancelledError&) {
        current_task()->uncancel();
    }
    co_await sleep(1s);
}
Coroutine<> times_out_again_and_again(Queue<int>& jobs) {
    for (int i = 0; i < 3; ++i) {
        try {
            (void)co_await wait_for(jobs.get(), 1s);
        } catch (const TimeoutError&) {
        }
    }
}
Coroutine<> waits_on(Condition& condition) {
    co_await condition.acquire();
    std::exception_ptr error;
    try {
        co_await condition.wait();
    } catch (const CancelledError&) {
        error = std::current_exception();
    }
    condition.release();
    if (error) {
        std::rethrow_exception(error);
    }
}

/// Cancels `task` after 2.5 s, and again after 1 s more if `twice`.
Coroutine<> cancels(Task<> task, bool twice) {
    co_await sleep(2500ms);
    task.cancel();
    if (twice) {
        co_await sleep(1s);
        task.cancel();
    }
    co_await wait_for(gather(return_exceptions, task), 60s);
}
Coroutine<> cancels_worker(Coroutine<> worker, bool twice = false) {
    co_await cancels(create_task(std::move(worker), "worker"), twice);
}
Coroutine<> cancels_queue_worker() {
    Queue<int> jobs;
    co_await cancels(create_task(catches_everything(jobs), "worker"), false);
}
Coroutine<> takes_the_default() {
    const Task<int> worker = create_task(gives_a_default(), "worker");
    co_await sleep(1s);
    worker.cancel();
    log("{}", co_await worker);
}
Coroutine<> under_a_timeout() {
    try {
        co_await wait_for(retries(3), 1500ms);
    } catch (const TimeoutError&) {
    }
}
Coroutine<> through_a_waiter() {
    // The request goes to the task that is awaited: that one swallows it.
    const Task<> worker = create_task(retries(5), "worker");
    const auto waits = [](Task<> other) -> Coroutine<> { co_await other; };
    const Task<> waiter = create_task(waits(worker), "waiter");
    co_await sleep(2500ms);
    waiter.cancel();
    co_await waiter;
}
Coroutine<> shields() {
    const Task<> inner = create_task(retries(5), "inner");
    co_await cancels(create_task(waits_for_the_inner(inner), "outer"), false);
}
Coroutine<> polls_a_queue() {
    Queue<int> jobs;
    co_await times_out_again_and_again(jobs);
}
Coroutine<> fails_in_a_group() {
    const auto fails = []() -> Coroutine<> {
        co_await sleep(1s);
        throw ValueError("no");
    };
    const auto body = [&](TaskGroup& group) -> Coroutine<> {
        group.create_task(flush(), "flush");
        group.create_task(fails(), "fails");
        co_await sleep(10s);
    };
    try {
        co_await async_with(TaskGroup(), body);
    } catch (const ExceptionGroup&) {
    }
    co_await sleep(1s);
}
Coroutine<> cancels_a_condition_waiter() {
    Condition condition;
    const Task<> waiter = create_task(waits_on(condition), "waiter");
    co_await sleep(1s);
    co_await condition.acquire();
    waiter.cancel();  // it has to wait for the lock, and is cancelled there again
    co_await sleep(1s);
    waiter.cancel();
    co_await sleep(1s);
    condition.release();
    co_await gather(return_exceptions, waiter);
}

std::vector<Finding> found_in(const Ran& run) {
    return find_swallowed_cancellations(Timeline(run.trace), {});
}

}  // namespace

TEST_CASE("swallowed cancellation: a retry loop catches it and goes on") {
    const Ran run(cancels_worker(retries(5)));
    const auto found = found_in(run);
    REQUIRE(found.size() == 1);
    const Finding& finding = found.front();
    const auto line = std::to_string(run.trace.site(finding.sites.at(0)).line);
    CHECK(finding.kind == "swallowed-cancellation");
    CHECK(finding.severity == Severity::Warning);
    CHECK(en(finding.statement) ==
          "worker was asked to stop by main and went on as before: it "
          "stands at line " +
              line + " again.");
    CHECK(zh(finding.statement) ==
          "main 请求取消 worker，它却照旧继续：又停在了第 " + line + " 行。");
    CHECK(en(finding.advice) ==
          "let the CancelledError of line " + line + " out: clean up, then raise it again.");
    CHECK(finding.tasks == std::vector<TaskId>{2, 1});
    CHECK(run.trace[finding.at].kind == EventKind::TaskSuspended);
    CHECK(kinds(run.trace) == Names{"swallowed-cancellation"});
}

TEST_CASE("swallowed cancellation: written in other ways") {
    CHECK(found_in(Ran(cancels_worker(retry_inside()))).size() == 1);
    CHECK(found_in(Ran(cancels_worker(polls()))).empty());  // over before anybody asks
    CHECK(found_in(Ran(cancels_worker(retries(5), true))).size() == 1);
    CHECK(found_in(Ran(under_a_timeout())).size() == 1);  // the timeout has no effect
    const auto in_waiter = found_in(Ran(through_a_waiter()));
    REQUIRE(in_waiter.size() == 1);
    CHECK(in_waiter[0].tasks.front() == 2);
}

TEST_CASE("swallowed cancellation: a loop that catches everything is why who awaits it hangs") {
    const Ran run(cancels_queue_worker());
    CHECK(run.outcome == Outcome::Hang);
    CHECK(kinds(run.trace) == Names{"hang", "swallowed-cancellation"});
}

TEST_CASE("swallowed cancellation: a result in place of the cancellation is worth a hint") {
    const Ran run(takes_the_default());
    const auto found = found_in(run);
    REQUIRE(found.size() == 1);
    CHECK(found[0].severity == Severity::Info);
    const auto line = std::to_string(run.trace.site(found[0].sites.at(0)).line);
    CHECK(en(found[0].statement) == "worker was asked to stop by main while it stood at line " +
                                        line + ", and returned as if nobody had asked.");
    CHECK(run.trace[found[0].at].kind == EventKind::TaskFinished);
}

TEST_CASE("swallowed cancellation: silent for clean-up that ends cancelled, and for shields") {
    CHECK(kinds(Ran(cancels_worker(raises_again())).trace).empty());
    CHECK(found_in(Ran(cancels_worker(works_and_flushes()))).empty());
    CHECK(found_in(Ran(cancels_worker(works_and_flushes(), true))).empty());
    CHECK(kinds(Ran(shields()).trace).empty());
}

TEST_CASE("swallowed cancellation: silent where the request is taken back") {
    CHECK(kinds(Ran(cancels_worker(takes_it_back())).trace).empty());
    CHECK(kinds(Ran(polls_a_queue()).trace).empty());
    CHECK(kinds(Ran(fails_in_a_group()).trace).empty());
    CHECK(kinds(Ran(cancels_a_condition_waiter()).trace).empty());
}

TEST_CASE("swallowed cancellation: never crashes on nonsense") {
    TraceBuilder t;
    const TaskId a = t.create("a");
    t.resume(a);
    t.event({.a = -5, .task = a, .kind = EventKind::TaskCancelRequested, .detail = 200});
    t.event(
        {.a = 1, .task = a, .subject = 99, .kind = EventKind::TaskCancelRequested, .detail = 1});
    t.finish(a);
    t.suspend(a, WaitReason::Task, 77, 88);
    CHECK(findings(find_swallowed_cancellations, t).size() <= 1);
}
