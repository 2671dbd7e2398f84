// What the trace tells of a task's result being taken, of done callbacks, and of requests to cancel
// that are taken back.

#include <doctest/doctest.h>

#include "runtime/core/sleep.h"
#include "runtime/sync/gather.h"
#include "runtime/sync/task_group.h"
#include "runtime/sync/timeout.h"
#include "runtime/sync/wait.h"
#include "runtime/sync/wait_for.h"
#include "tests/support/ran.h"

using namespace coroscope;
using test::Ran;

namespace {

Coroutine<int> sleeps_and_answers() {
    co_await sleep(1s);
    co_return 42;
}
Coroutine<> await_it_late(int times) {
    const Task<int> task = create_task(sleeps_and_answers(), "answer");
    co_await sleep(2s);
    for (int i = 0; i < times; ++i) {
        (void)co_await task;
    }
}
Coroutine<> ask_twice() {
    const Task<int> task = create_task(sleeps_and_answers(), "answer");
    co_await sleep(2s);
    (void)task.exception();
    (void)task.result();
}
Coroutine<> wait_then_ask() {
    const Task<int> task = create_task(sleeps_and_answers(), "answer");
    const std::vector<Task<int>> tasks{task};
    co_await wait(tasks);
    (void)task.result();
}
Coroutine<> await_then_ask() {
    const Task<int> task = create_task(sleeps_and_answers(), "answer");
    (void)co_await task;
    (void)task.result();
}
Coroutine<> gather_late() {
    const Task<int> task = create_task(sleeps_and_answers(), "answer");
    co_await sleep(2s);
    co_await gather(task);
}
Coroutine<> wait_for_late() {
    const Task<int> task = create_task(sleeps_and_answers(), "answer");
    co_await sleep(2s);
    (void)co_await wait_for(task, 0s);
    (void)co_await wait_for(task, 1s);
}
Coroutine<> await_done_future() {
    const Future<int> future("number");
    future.set_result(1);
    (void)co_await future;
    (void)future.result();
}
Coroutine<> add_callbacks() {
    const Task<int> task = create_task(sleeps_and_answers(), "answer");
    task.add_done_callback([](const Task<int>&) {});
    co_await sleep(2s);
    task.add_done_callback([](const Task<int>&) {});
    EventLoop::running().call_soon([] {});
    co_await sleep(1s);
}
Coroutine<> times_out() {
    try {
        co_await wait_for(sleep(10s), 1s);
    } catch (const TimeoutError&) {
    }
}
Coroutine<> takes_back_what_nobody_asked() {
    current_task()->uncancel();
    co_return;
}

std::vector<TraceEvent> takings(Coroutine<> main) {
    return Ran(std::move(main)).events(EventKind::ResultTaken);
}

}  // namespace

TEST_CASE("each await of a task that is over is in the trace, with who awaits it and where") {
    const Ran run(await_it_late(2));
    const auto taken = run.events(EventKind::ResultTaken);
    REQUIRE(taken.size() == 2);
    CHECK(taken[0].task == 1);
    CHECK(taken[0].a == 2);
    CHECK(taken[0].detail == static_cast<std::uint8_t>(Taking::Awaited));
    CHECK(run.site_of(taken[0]).line == run.site_of(taken[1]).line);
    CHECK(run.site_of(taken[0]).line != 0);
}

TEST_CASE("the first question for a result is in the trace if nobody has waited for the task") {
    const auto taken = takings(ask_twice());
    REQUIRE(taken.size() == 1);
    CHECK(taken[0].task == 1);
    CHECK(taken[0].a == 2);
    CHECK(taken[0].detail == static_cast<std::uint8_t>(Taking::Asked));
    CHECK(takings(wait_then_ask()).empty());
    CHECK(takings(await_then_ask()).empty());
}

TEST_CASE(
    "wait_for takes what came of a task that is over, gather links it, a future has no task") {
    CHECK(takings(wait_for_late()).size() == 2);
    CHECK(takings(gather_late()).empty());
    CHECK(takings(await_done_future()).empty());
}

TEST_CASE("a done callback says whose it is, added before the end or after it") {
    const Ran run(add_callbacks());
    const auto scheduled = run.events(EventKind::CallbackScheduled);
    REQUIRE(scheduled.size() == 3);
    CHECK(scheduled[0].task == 2);
    CHECK(scheduled[0].a == 2);
    CHECK(scheduled[1].task == 1);
    CHECK(scheduled[1].a == 2);
    CHECK(scheduled[2].a == 0);
}

TEST_CASE("a request to cancel that was taken back is in the trace, with what is left open") {
    const auto requests = Ran(times_out()).events(EventKind::TaskCancelRequested);
    REQUIRE(requests.size() == 2);
    CHECK(requests[0].detail == static_cast<std::uint8_t>(CancelRequest::Accepted));
    CHECK(requests[0].a == 1);
    CHECK(requests[1].detail == static_cast<std::uint8_t>(CancelRequest::TakenBack));
    CHECK(requests[1].subject == 1);
    CHECK(requests[1].a == 0);
    CHECK(Ran(takes_back_what_nobody_asked()).count(EventKind::TaskCancelRequested) == 0);
}
