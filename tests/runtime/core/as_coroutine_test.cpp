#include "runtime/core/as_coroutine.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "runtime/core/log.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/gather.h"
#include "runtime/sync/lock.h"
#include "runtime/sync/queue.h"
#include "runtime/sync/wait_for.h"
#include "tests/support/ran.h"

using namespace coroscope;
using test::Ran;
using Strings = std::vector<std::string>;

namespace {

Coroutine<> makes_tasks() {
    Lock lock("lock");
    Task<> sleeper = create_task(sleep(1s), "sleeper");
    Task<bool> taker = create_task(lock.acquire(), "taker");
    const bool taken = co_await taker;
    log("{} {}", taken, lock.locked());
    co_await sleeper;
    std::vector<SleepAwaiter> sleeps;
    sleeps.push_back(sleep(2s));
    sleeps.push_back(sleep(1s));
    co_await gather(std::move(sleeps));
    log("{}", now().count() / 1'000'000'000);
}
Coroutine<> leaves_line() {
    Lock lock("lock");
    co_await lock.acquire();
    try {
        co_await wait_for(lock.acquire(), 1s);
    } catch (const TimeoutError&) {
        log("timeout");
    }
    lock.release();
    const auto held = co_await wait_for(lock.hold(), 1s);
    log("{}", lock.locked());
}
Coroutine<> forgets() {
    Queue<int> queue("queue");
    {
        const Coroutine<int> never = as_coroutine(queue.get());
    }
    co_return;
}

}  // namespace

TEST_CASE("a wait of the runtime can be a task, named in the trace like what was called") {
    const Ran run(makes_tasks());
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.logs() == Strings{"true true", "3"});
    Strings functions;
    for (const TraceEvent& event : run.events(EventKind::TaskCreated)) {
        functions.emplace_back(run.trace.text(static_cast<TextId>(event.a)));
    }
    CHECK(functions == Strings{"makes_tasks", "sleep", "acquire", "sleep", "sleep"});
}

TEST_CASE("a wait with a time limit leaves the line when the limit strikes") {
    const Ran run(leaves_line());
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.logs() == Strings{"timeout", "true"});
}

TEST_CASE("a wait that was made a coroutine and never awaited is reported") {
    const Ran run(forgets());
    CHECK(run.reports() == Strings{"coroutine 'get' was never awaited"});
}
