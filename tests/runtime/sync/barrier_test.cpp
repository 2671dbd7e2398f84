#include "runtime/sync/barrier.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "runtime/core/log.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/gather.h"
#include "tests/support/ran.h"

using namespace coroscope;
using test::Ran;
using Strings = std::vector<std::string>;

namespace {

Coroutine<> party(Barrier& barrier) {
    const int index = co_await barrier.wait();
    log("{} at {}", index, now().count() / 1'000'000'000);
}
Coroutine<> two_rounds() {
    Barrier barrier("barrier", 2);
    Task<> one = create_task(party(barrier), "one");
    co_await sleep(1s);
    co_await party(barrier);
    Task<> two = create_task(party(barrier), "two");
    co_await sleep(1s);
    co_await barrier.reset();
    co_await gather(return_exceptions, one, two);
    co_await barrier.abort();
    log("broken: {}", barrier.broken());
}
Coroutine<> destroyed(bool tripped) {
    auto barrier = std::make_unique<Barrier>("barrier", 2);
    Task<> task = create_task(party(*barrier));
    co_await sleep(1s);
    if (tripped) {
        co_await barrier->wait();
    }
    barrier.reset();
    co_await sleep(1s);
    log("done: {}", task.done());
    task.cancel();
    auto [result] = co_await gather(return_exceptions, task);
    log("{}", describe(result.error()));
}

}  // namespace

TEST_CASE("the trace tells who opens, resets and breaks a barrier") {
    const Ran run(two_rounds());
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.logs() == Strings{"1 at 1", "0 at 1", "broken: true"});
    std::vector<std::pair<Notice, std::int64_t>> notices;
    for (const TraceEvent& event : run.events(EventKind::ResourceNotified)) {
        notices.emplace_back(static_cast<Notice>(event.detail), event.a);
    }
    CHECK(notices == std::vector<std::pair<Notice, std::int64_t>>{{Notice::BarrierTripped, 1},
                                                                  {Notice::BarrierReset, 1},
                                                                  {Notice::BarrierAborted, 0}});
    const std::vector<TraceEvent> created = run.events(EventKind::ResourceCreated);
    REQUIRE(!created.empty());
    CHECK(static_cast<ResourceType>(created[0].detail) == ResourceType::Barrier);
    CHECK(created[0].a == 2);
}

TEST_CASE("a barrier may be destroyed first: who waits there waits on, and can be cancelled") {
    const Ran run(destroyed(false));
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.logs() == Strings{"done: false", "CancelledError"});
}

TEST_CASE("a party that was let go by a barrier which is destroyed before it runs gets an error") {
    const Ran run(destroyed(true));
    CHECK(run.outcome == Outcome::Finished);
    CHECK(run.logs() ==
          Strings{"done: true", "RuntimeError: what the task waited for has been destroyed"});
}
