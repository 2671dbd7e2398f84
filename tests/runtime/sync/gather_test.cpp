#include "runtime/sync/gather.h"

#include <doctest/doctest.h>

#include <string>

#include "runtime/core/log.h"
#include "runtime/core/sleep.h"
#include "tests/support/ran.h"

using namespace coroscope;
using test::Ran;
using Strings = std::vector<std::string>;

namespace {

Coroutine<> waits(Future<> future) { co_await future; }
Coroutine<> gathers(Task<> a, Task<> b) { co_await gather(a, b); }
Coroutine<> younger_gather_of_older_tasks() {
    Future<> never;
    Task<> a = create_task(waits(never));
    Task<> b = create_task(waits(never));
    Task<> c = create_task(gathers(a, b));
    co_await c;
}
Coroutine<> gather_without_waiting() {
    Future<> never;
    (void)gather(waits(never), waits(never));
    co_await never;
}
Coroutine<> gather_of_a_future_that_lives_on(std::vector<Future<>>& keep) {
    keep.emplace_back();
    co_await gather(keep);
}
Coroutine<> nested() {
    Future<> never;
    auto inner = gather(waits(never), waits(never));
    auto outer = gather(inner, waits(never));
    co_await outer;
}

Coroutine<> fails_when_cancelled() {
    try {
        co_await sleep(10s);
    } catch (const CancelledError&) {
        throw ValueError("hidden by the cancellation");
    }
}
Coroutine<> waits_for_both() {
    co_await gather(return_exceptions, fails_when_cancelled(), fails_when_cancelled());
}
Coroutine<> cancels_it() {
    {
        Task<> task = create_task(waits_for_both());
        co_await sleep(1s);
        task.cancel();
        try {
            co_await task;
        } catch (const CancelledError&) {
            log("cancelled");
        }
    }
    co_await sleep(1s);
}

Coroutine<int> number(int n) {
    co_await sleep(0s);
    co_return n;
}
Coroutine<> many() {
    std::vector<Coroutine<int>> all;
    for (int i = 0; i < 20'000; ++i) {
        all.push_back(number(i));
    }
    const std::vector<int> results = co_await gather(std::move(all));
    bool in_order = true;
    for (int i = 0; i < 20'000; ++i) {
        in_order = in_order && results[static_cast<std::size_t>(i)] == i;
    }
    log("{} {}", results.size(), in_order);
}
Coroutine<> naps() { co_await sleep(1s); }
Coroutine<> fails() {
    throw ValueError("bad");
    co_return;
}
Coroutine<> kinds() {
    Future<int> future;
    future.set_result(3);
    const auto [a, nothing, c] = co_await gather(number(1), naps(), future);
    (void)nothing;
    log("{} {}", a, c);
    const auto [good, bad] = co_await gather(return_exceptions, number(1), fails());
    log("{} {} {}", good.ok(), bad.ok(), describe(bad.error()));
}

}  // namespace

TEST_CASE("a gather of older tasks can be abandoned") {
    CHECK(Ran(younger_gather_of_older_tasks()).outcome == Outcome::Hang);
}

TEST_CASE("a gather that nobody awaits can be abandoned") {
    CHECK(Ran(gather_without_waiting()).outcome == Outcome::Hang);
}

TEST_CASE("a gather of gathers can be abandoned") { CHECK(Ran(nested()).outcome == Outcome::Hang); }

TEST_CASE("a child that lives longer than the loop forgets its gather") {
    std::vector<Future<>> keep;
    CHECK(Ran(gather_of_a_future_that_lives_on(keep)).outcome == Outcome::Hang);
    CHECK_FALSE(keep[0].done());
    keep.clear();
}

TEST_CASE("errors that a cancelled gather hides count as seen") {
    const Ran run(cancels_it());
    CHECK(run.logs() == Strings{"cancelled"});
    CHECK(run.reports().empty());
}

TEST_CASE("a gather of 20,000 coroutines keeps their order") {
    CHECK(Ran(many()).logs() == Strings{"20000 true"});
}

TEST_CASE("a gather takes what can be awaited, of any type") {
    CHECK(Ran(kinds()).logs() == Strings{"1 3", "true false ValueError: bad"});
}
