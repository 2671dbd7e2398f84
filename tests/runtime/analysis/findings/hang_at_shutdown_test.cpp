#include <doctest/doctest.h>

#include "runtime/core/sleep.h"
#include "runtime/core/thread.h"
#include "runtime/sync/event.h"
#include "runtime/sync/executor.h"
#include "runtime/sync/lock.h"
#include "runtime/sync/queue.h"
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

Coroutine<> waits_again(Event& never) {
    while (true) {
        try {
            co_await never.wait();
        } catch (const CancelledError&) {
        }
    }
}
Coroutine<> waits_in_its_clean_up(Event& first, Event& second) {
    try {
        co_await first.wait();
    } catch (const CancelledError&) {
    }
    co_await second.wait();
}
Coroutine<> sleeps_again() {
    while (true) {
        try {
            co_await sleep(1s);
        } catch (const CancelledError&) {
        }
    }
}
Coroutine<> leaves_a_stubborn_one() {
    const auto never = std::make_shared<Event>("never");
    const auto body = [](std::shared_ptr<Event> event) -> Coroutine<> {
        co_await waits_again(*event);
    };
    create_task(body(never), "stubborn");
    co_await sleep(1s);
}
Coroutine<> leaves_a_waiting_clean_up() {
    const auto first = std::make_shared<Event>("first");
    const auto second = std::make_shared<Event>("second");
    const auto body = [](std::shared_ptr<Event> a, std::shared_ptr<Event> b) -> Coroutine<> {
        co_await waits_in_its_clean_up(*a, *b);
    };
    create_task(body(first, second), "cleaner");
    co_await sleep(1s);
}
Coroutine<> leaves_a_sleeper() {
    create_task(sleeps_again(), "sleeper");
    co_await sleep(1s);
}
Coroutine<> leaves_a_job() {
    create_task(to_thread([] { blocking(1h); }), "caller");
    co_await sleep(1s);
}
Coroutine<> leaves_a_thread() {
    const auto forever = []() -> Coroutine<> {
        const Future<> never("never");
        co_await never;
    };
    const Thread helper("helper", forever());
    co_await sleep(1s);
}
Coroutine<> hangs_before_its_end() {
    Event never("never");
    co_await never.wait();
}
Coroutine<> leaves_one_that_obeys() {
    const auto waits = []() -> Coroutine<> { co_await sleep(1h); };
    create_task(waits(), "waiter");
    co_await sleep(1s);
}
Coroutine<> leaves_long_clean_up() {
    const auto body = []() -> Coroutine<> {
        std::exception_ptr error;
        try {
            co_await sleep(10s);
        } catch (const CancelledError&) {
            error = std::current_exception();
        }
        co_await sleep(1h);
        std::rethrow_exception(error);
    };
    create_task(body(), "cleaner");
    co_await sleep(1s);
}

}  // namespace

TEST_CASE("hang at shutdown: a task catches the cancellation and waits again") {
    const Ran run(leaves_a_stubborn_one());
    CHECK(run.outcome == Outcome::Hang);
    const auto found = find_hangs_at_shutdown(Timeline(run.trace), {});
    REQUIRE(found.size() == 1);
    const Finding& finding = found.front();
    CHECK(finding.kind == "hang-at-shutdown");
    CHECK(finding.severity == Severity::Error);
    const auto line = std::to_string(run.trace.site(finding.sites.at(0)).line);
    CHECK(en(finding.statement) ==
          "main is over, but the run never ends: stubborn waits until "
          "never is set (line " +
              line + ").");
    CHECK(zh(finding.statement) ==
          "main 已经结束，但这次运行永远不会结束：stubborn 等待 never 被设置（第 " + line +
              " 行）。");
    CHECK(en(finding.advice) ==
          "let CancelledError end the task: at line " + line + " it waits once more.");
    CHECK(finding.tasks == std::vector<TaskId>{2});
    CHECK(kinds(run.trace) == Names{"hang-at-shutdown"});
}

TEST_CASE("hang at shutdown: clean-up that waits for ever, and a loop that never stops sleeping") {
    CHECK(kinds(Ran(leaves_a_waiting_clean_up()).trace) == Names{"hang-at-shutdown"});
    CHECK(kinds(Ran(leaves_a_sleeper(), until(1h)).trace) == Names{"hang-at-shutdown"});
}

TEST_CASE("hang at shutdown: a job that never returns, and a thread that never ends") {
    const Ran job(leaves_a_job(), until(10min));
    const auto by_job = find_hangs_at_shutdown(Timeline(job.trace), {});
    REQUIRE(by_job.size() == 1);
    CHECK(en(by_job[0].statement).find("of default executor still runs") != std::string::npos);
    CHECK(by_job[0].resources.size() == 1);
    const Ran thread(leaves_a_thread());
    const auto by_thread = find_hangs_at_shutdown(Timeline(thread.trace), {});
    REQUIRE(by_thread.size() == 1);
    CHECK(en(by_thread[0].explanation) == "A run ends when all its threads have ended.");
    CHECK(kinds(thread.trace) == Names{"hang-at-shutdown"});
}

TEST_CASE("hang at shutdown: silent while main is not over, and for tasks that end when told") {
    CHECK(kinds(Ran(hangs_before_its_end()).trace) == Names{"hang"});
    CHECK(kinds(Ran(leaves_one_that_obeys()).trace) == Names{"task-leak"});
    CHECK(kinds(Ran(leaves_long_clean_up(), until(1min)).trace) == Names{"task-leak"});
    CHECK(kinds(Ran(leaves_long_clean_up()).trace) == Names{"task-leak"});
}
