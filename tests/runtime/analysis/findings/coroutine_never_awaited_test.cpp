#include <doctest/doctest.h>

#include "runtime/core/log.h"
#include "runtime/core/sleep.h"
#include "tests/runtime/analysis/findings/words.h"
#include "tests/support/ran.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

using Names = std::vector<std::string>;

Coroutine<> save(int /*number*/) {
    log("saved");
    co_return;
}
Coroutine<> forgets(int times) {
    co_await sleep(1s);
    for (int i = 0; i < times; ++i) {
        (void)save(i);
    }
    co_await sleep(1s);
}
Coroutine<> forgets_first() {
    (void)save(1);
    co_await sleep(1s);
}
Coroutine<> forgets_last() {
    co_await sleep(1s);
    (void)save(1);
}
Coroutine<> keeps_it_to_the_end() {
    const Coroutine<> kept = save(1);
    co_await sleep(1s);
}
Coroutine<> in_a_callback() {
    EventLoop::running().call_soon([] { (void)save(1); });
    co_await sleep(1s);
}
Coroutine<> in_two_tasks() {
    const Task<> a = create_task(forgets(1), "a");
    const Task<> b = create_task(forgets(1), "b");
    co_await a;
    co_await b;
}
Coroutine<> awaits_it() { co_await save(1); }
Coroutine<> closes_it() {
    Coroutine<> kept = save(1);
    kept.close();
    co_await sleep(1s);
}
Coroutine<> cancels_it_before_it_begins() {
    const Task<> task = create_task(save(1), "save");
    task.cancel();
    co_await sleep(1s);
}

std::vector<Finding> found_in(Coroutine<> main) {
    return find_coroutines_never_awaited(Timeline(Ran(std::move(main)).trace), {});
}
std::vector<std::uint32_t> lines_of(const Trace& trace, const Finding& finding) {
    std::vector<std::uint32_t> lines;
    for (const SiteId site : finding.sites) {
        lines.push_back(trace.site(site).line);
    }
    return lines;
}

}  // namespace

TEST_CASE("coroutine never awaited: between two awaits") {
    const Ran run(forgets(1));
    const auto found = find_coroutines_never_awaited(Timeline(run.trace), {});
    REQUIRE(found.size() == 1);
    const Finding& finding = found.front();
    CHECK(finding.kind == "coroutine-never-awaited");
    CHECK(finding.severity == Severity::Warning);
    CHECK(en(finding.statement) == "main calls save without awaiting it: none of its code runs.");
    CHECK(zh(finding.statement) == "main 调用了 save 却没有等待它：它的代码一行也没有运行。");
    const auto lines = lines_of(run.trace, finding);
    REQUIRE(lines.size() == 2);
    CHECK(en(finding.advice) ==
          "await it, or hand it to create_task(): it is dropped between line " +
              std::to_string(lines[0]) + " and line " + std::to_string(lines[1]) + ".");
    CHECK(finding.tasks == std::vector<TaskId>{1});
    CHECK(run.trace[finding.at].kind == EventKind::LoopReport);
    CHECK(kinds(run.trace) == Names{"coroutine-never-awaited"});
}

TEST_CASE("coroutine never awaited: several times at one place is one finding") {
    const auto found = found_in(forgets(3));
    REQUIRE(found.size() == 1);
    CHECK(en(found[0].statement) ==
          "main calls save 3 times without awaiting it: none of its code runs.");
    CHECK(found[0].events.size() == 3);
}

TEST_CASE("coroutine never awaited: first, last, held to the end, in a callback, in two tasks") {
    CHECK(en(found_in(forgets_first()).at(0).advice).find("before line") != std::string::npos);
    CHECK(en(found_in(forgets_last()).at(0).advice).find("after line") != std::string::npos);
    CHECK(found_in(keeps_it_to_the_end()).size() == 1);
    const auto by_loop = found_in(in_a_callback());
    REQUIRE(by_loop.size() == 1);
    CHECK(en(by_loop[0].statement) ==
          "The loop calls save without awaiting it: none of its code runs.");
    CHECK(en(by_loop[0].advice) == "await it, or hand it to create_task().");
    CHECK(by_loop[0].tasks.empty());
    CHECK(found_in(in_two_tasks()).size() == 2);
}

TEST_CASE("coroutine never awaited: silent if it is awaited, closed, or made a task") {
    CHECK(kinds(Ran(awaits_it()).trace).empty());
    CHECK(kinds(Ran(closes_it()).trace).empty());
    CHECK(kinds(Ran(cancels_it_before_it_begins()).trace).empty());
}
