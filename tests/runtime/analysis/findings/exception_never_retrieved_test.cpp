#include <doctest/doctest.h>

#include <algorithm>

#include "runtime/core/sleep.h"
#include "runtime/sync/gather.h"
#include "runtime/sync/wait.h"
#include "tests/runtime/analysis/findings/words.h"
#include "tests/support/ran.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

using Names = std::vector<std::string>;

Coroutine<> fails(std::string text) {
    co_await sleep(1s);
    throw ValueError(text);
}
Coroutine<> forgets(int tasks) {
    for (int i = 1; i <= tasks; ++i) {
        create_task(fails("no " + std::to_string(i)), name("job", i));
    }
    co_await sleep(5s);
}
Coroutine<> only_waits() {
    {
        const std::vector<Task<>> jobs{create_task(fails("unseen"), "job")};
        co_await wait(jobs);
    }
    co_await sleep(1s);
}
Coroutine<> drops_futures(int count) {
    for (int i = 0; i < count; ++i) {
        const Future<int> future("answer");
        future.set_exception(ValueError("no answer"));
    }
    co_await sleep(1s);
}
Coroutine<> looks(bool by_await) {
    const Task<> job = create_task(fails("seen"), "job");
    if (by_await) {
        try {
            co_await job;
        } catch (const ValueError&) {
        }
    } else {
        co_await sleep(2s);
        (void)job.exception();
    }
}
Coroutine<> gathers() {
    std::vector<Task<>> jobs;
    jobs.push_back(create_task(fails("seen"), "a"));
    jobs.push_back(create_task(fails("seen, too"), "b"));
    co_await gather(return_exceptions, std::move(jobs));
}
Coroutine<> has_a_callback_that_looks() {
    create_task(fails("seen"), "job").add_done_callback([](const Task<>& task) {
        (void)task.exception();
    });
    co_await sleep(5s);
}
Coroutine<> has_a_callback_that_does_not_look() {
    create_task(fails("unseen"), "job").add_done_callback([](const Task<>&) {});
    co_await sleep(5s);
}
Coroutine<> is_cancelled() {
    const Task<> job = create_task(fails("never"), "job");
    co_await sleep(500ms);
    job.cancel();
    co_await sleep(1s);
}

}  // namespace

TEST_CASE("exception never retrieved: of a task, with its error and the line that made it") {
    const Ran run(forgets(1));
    const auto found = find_exceptions_never_retrieved(Timeline(run.trace), {});
    REQUIRE(found.size() == 1);
    const Finding& finding = found.front();
    CHECK(finding.kind == "exception-never-retrieved");
    CHECK(finding.severity == Severity::Error);
    CHECK(en(finding.statement) == "job-1 fails, and nobody looks: ValueError: no 1.");
    CHECK(zh(finding.statement) == "job-1 失败了，却没有人查看：ValueError: no 1。");
    CHECK(finding.tasks == std::vector<TaskId>{2});
    CHECK(run.trace[finding.at].kind == EventKind::TaskFailed);
    const SiteId created = Timeline(run.trace).task(2)->site;
    CHECK(std::ranges::find(finding.sites, created) != finding.sites.end());
    CHECK(en(finding.advice) == "await what line " + std::to_string(run.trace.site(created).line) +
                                    " creates, or look at its exception() in a done callback.");
    CHECK(kinds(run.trace) == Names{"exception-never-retrieved"});
}

TEST_CASE("exception never retrieved: tasks of one line are one finding") {
    const auto found = find_exceptions_never_retrieved(Timeline(Ran(forgets(5)).trace), {});
    REQUIRE(found.size() == 1);
    CHECK(en(found[0].statement) ==
          "job-1, job-2, job-3 and 2 more fail, and nobody looks: ValueError: no 1.");
}

TEST_CASE("exception never retrieved: wait() does not look, nor does a callback that ignores it") {
    CHECK(kinds(Ran(only_waits()).trace) == Names{"exception-never-retrieved"});
    CHECK(kinds(Ran(has_a_callback_that_does_not_look()).trace) ==
          Names{"exception-never-retrieved"});
}

TEST_CASE("exception never retrieved: futures with the same words are one finding") {
    const auto found = find_exceptions_never_retrieved(Timeline(Ran(drops_futures(2)).trace), {});
    REQUIRE(found.size() == 1);
    CHECK(en(found[0].statement) == "2 futures fail, and nobody looks: ValueError: no answer.");
    CHECK(found[0].tasks.empty());
    CHECK(found[0].events.size() == 2);
}

TEST_CASE("exception never retrieved: silent if somebody looks") {
    CHECK(kinds(Ran(looks(true)).trace).empty());
    CHECK(kinds(Ran(looks(false)).trace).empty());
    CHECK(kinds(Ran(gathers()).trace).empty());
    CHECK(kinds(Ran(has_a_callback_that_looks()).trace).empty());
    CHECK(kinds(Ran(is_cancelled()).trace).empty());
}
