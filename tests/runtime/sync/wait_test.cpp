#include "runtime/sync/wait.h"

#include <doctest/doctest.h>

#include <string>

#include "runtime/core/log.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/as_completed.h"
#include "runtime/sync/shield.h"
#include "tests/support/ran.h"

using namespace coroscope;
using test::Ran;
using Strings = std::vector<std::string>;

namespace {

Coroutine<int> number(Duration after) {
    co_await sleep(after);
    co_return 1;
}
Coroutine<std::string> text(Duration after) {
    co_await sleep(after);
    co_return "one";
}

Coroutine<> different_types() {
    auto late = create_task(number(2s), "late");
    auto early = create_task(text(1s), "early");
    const auto [done, pending] = co_await wait(futures_of(late, early), FIRST_COMPLETED);
    log("{} {}", done.size(), done[0] == early);
    log("{} {}", pending[0] == late, pending[0].name());
    const auto all = co_await wait(late, early);
    log("{} {}", all.done.size(), all.pending.size());
}

Coroutine<> order() {
    std::vector<Task<int>> tasks;
    for (const int seconds : {3, 1, 2}) {
        tasks.push_back(create_task(number(seconds * 1s), std::to_string(seconds)));
    }
    const auto [done, pending] = co_await wait(tasks);
    for (const Task<int>& task : done) {
        log("{}", task.name());
    }
}

Coroutine<> never() {
    Future<> future;
    co_await future;
}
Coroutine<> waits_for(Task<> task) { co_await wait(task); }
Coroutine<> shields(Task<> task) { co_await shield(task); }
Coroutine<> takes(Task<> task) {
    for (auto next : as_completed(std::vector<Task<>>{task})) {
        co_await next;
    }
}
Coroutine<> hangs() {
    auto stuck = create_task(never(), "stuck");
    create_task(waits_for(stuck), "waits");
    create_task(shields(stuck), "shields");
    create_task(takes(stuck), "takes");
    co_await stuck;
}

Coroutine<> forgotten() {
    Future<int> plain;
    (void)shield(plain);
    (void)as_completed(std::vector<Future<int>>{plain}, 5s);
    auto block = wait(plain);
    block.close();
    co_await sleep(1s);
}

}  // namespace

TEST_CASE("tasks of different types can be waited for") {
    const Ran run(different_types());
    CHECK(run.logs() == Strings{"1 true", "true late", "2 0"});
}

TEST_CASE("wait gives what is done in the order of its arguments") {
    const Ran run(order());
    CHECK(run.logs() == Strings{"3", "1", "2"});
}

TEST_CASE("waits are linked with the tasks that they wait for") {
    const Ran run(hangs());
    CHECK(run.outcome == Outcome::Hang);
    std::vector<WaitReason> reasons;
    for (const TraceEvent& event : run.events(EventKind::TaskSuspended)) {
        reasons.push_back(static_cast<WaitReason>(event.detail));
    }
    CHECK(reasons == std::vector<WaitReason>{WaitReason::Task, WaitReason::Future, WaitReason::Wait,
                                             WaitReason::Shield, WaitReason::AsCompleted});
    const auto links = run.events(EventKind::ResourceLinked);
    REQUIRE(links.size() == 3);
    for (const TraceEvent& link : links) {
        CHECK(link.a == 2);  // stuck
    }
}

TEST_CASE("what waits for a future that is never done is let go when the loop closes") {
    const Ran run(forgotten());
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.reports().empty());
}
