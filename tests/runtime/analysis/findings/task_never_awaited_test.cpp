#include <doctest/doctest.h>

#include "runtime/core/log.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/gather.h"
#include "runtime/sync/task_group.h"
#include "runtime/sync/wait.h"
#include "tests/runtime/analysis/findings/words.h"
#include "tests/support/ran.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

using Names = std::vector<std::string>;

LoopOptions until(Duration time) {
    LoopOptions options;
    options.until = time.count();
    return options;
}
Coroutine<int> work(Duration time) {
    co_await sleep(time);
    co_return 1;
}
Coroutine<> fails() {
    co_await sleep(1s);
    throw ValueError("unseen");
}
Coroutine<> fire_and_forget(int tasks) {
    for (int i = 1; i <= tasks; ++i) {
        create_task(work(1s), name("job", i));
    }
    co_await sleep(5s);
}
Coroutine<> from_a_callback() {
    EventLoop::running().call_soon([] { create_task(work(1s), "job"); });
    co_await sleep(5s);
}
Coroutine<> only_looks_whether_it_is_done() {
    const Task<int> job = create_task(work(1s), "job");
    while (!job.done()) {
        co_await sleep(300ms);
    }
}
Coroutine<> awaits_early() {
    const Task<int> job = create_task(work(1s), "job");
    (void)co_await job;
}
Coroutine<> awaits_late() {
    const Task<int> job = create_task(work(1s), "job");
    co_await sleep(2s);
    (void)co_await job;
}
Coroutine<> asks_for_the_result() {
    const Task<int> job = create_task(work(1s), "job");
    co_await sleep(2s);
    log("{}", job.result());
}
Coroutine<> gathers_late() {
    const Task<int> job = create_task(work(1s), "job");
    co_await sleep(2s);
    co_await gather(job);
}
Coroutine<> waits_for_one() {
    const std::vector<Task<int>> jobs{create_task(work(1s), "job")};
    co_await wait(jobs, FIRST_COMPLETED);
}
Coroutine<> in_a_group() {
    const auto body = [](TaskGroup& group) -> Coroutine<> {
        group.create_task(work(1s), "job");
        co_return;
    };
    co_await async_with(TaskGroup(), body);
}
Coroutine<> with_a_done_callback(bool late) {
    const Task<int> job = create_task(work(1s), "job");
    if (late) {
        co_await sleep(2s);
    }
    job.add_done_callback([](const Task<int>& task) { (void)task.exception(); });
    co_await sleep(5s);
}
Coroutine<> cancels_it() {
    const Task<int> job = create_task(work(10s), "job");
    co_await sleep(1s);
    job.cancel();
    co_await sleep(1s);
}
Coroutine<> fails_unseen() {
    create_task(fails(), "job");
    co_await sleep(5s);
}
Coroutine<> is_over_first() {
    create_task(work(10s), "job");
    co_await sleep(1s);
}
Coroutine<> main_fails() {
    create_task(work(1s), "job");
    co_await sleep(2s);
    throw ValueError("main");
}

}  // namespace

TEST_CASE("task never awaited: one task") {
    const Ran run(fire_and_forget(1));
    const auto found = find_tasks_never_awaited(Timeline(run.trace), {});
    REQUIRE(found.size() == 1);
    const Finding& finding = found.front();
    CHECK(finding.kind == "task-never-awaited");
    CHECK(finding.severity == Severity::Info);
    CHECK(en(finding.statement) ==
          "job-1 ends, and nobody has awaited it or asked what came of it.");
    CHECK(zh(finding.statement) == "job-1 结束了，却没有人等待过，也没有人取过结果。");
    const auto line = std::to_string(run.trace.site(finding.sites.at(0)).line);
    CHECK(en(finding.advice) == "keep the task that line " + line +
                                    " creates and await it, or create it in a task group.");
    CHECK(finding.tasks == std::vector<TaskId>{2});
    CHECK(run.trace[finding.at].kind == EventKind::TaskFinished);
    CHECK(finding.events.size() == 2);
}

TEST_CASE("task never awaited: tasks of one line are one finding") {
    const auto found = find_tasks_never_awaited(Timeline(Ran(fire_and_forget(6)).trace), {});
    REQUIRE(found.size() == 1);
    CHECK(en(found[0].statement) ==
          "job-1, job-2, job-3 and 3 more end, and nobody has awaited them or asked what came of "
          "them.");
    CHECK(found[0].tasks.size() == 6);
}

TEST_CASE("task never awaited: created by a callback, or looked at with done() only") {
    CHECK(kinds(Ran(from_a_callback()).trace) == Names{"task-never-awaited"});
    CHECK(kinds(Ran(only_looks_whether_it_is_done()).trace) == Names{"task-never-awaited"});
}

TEST_CASE("task never awaited: silent if somebody looks after it in any way") {
    CHECK(kinds(Ran(awaits_early()).trace).empty());
    CHECK(kinds(Ran(awaits_late()).trace).empty());
    CHECK(kinds(Ran(asks_for_the_result()).trace).empty());
    CHECK(kinds(Ran(gathers_late()).trace).empty());
    CHECK(kinds(Ran(waits_for_one()).trace).empty());
    CHECK(kinds(Ran(in_a_group()).trace).empty());
    CHECK(kinds(Ran(with_a_done_callback(false)).trace).empty());
    CHECK(kinds(Ran(with_a_done_callback(true)).trace).empty());
    CHECK(kinds(Ran(cancels_it()).trace).empty());
}

TEST_CASE("task never awaited: a task that failed or was left is another finding, and only one") {
    CHECK(kinds(Ran(fails_unseen()).trace) == Names{"exception-never-retrieved"});
    CHECK(kinds(Ran(is_over_first()).trace) == Names{"task-leak"});
}

TEST_CASE("task never awaited: silent if main failed, or is not over") {
    CHECK(kinds(Ran(main_fails()).trace).empty());
    CHECK(kinds(Ran(fire_and_forget(1), until(2s)).trace).empty());
}
