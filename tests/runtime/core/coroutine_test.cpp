#include "runtime/core/coroutine.h"

#include <doctest/doctest.h>

#include <string>

#include "runtime/core/log.h"
#include "runtime/core/sleep.h"
#include "runtime/core/task.h"
#include "tests/support/ran.h"

using namespace coroscope;
using test::Ran;
using Strings = std::vector<std::string>;

namespace {

Coroutine<int> one() { co_return 1; }
Coroutine<std::int64_t> sum_of(int n) {
    std::int64_t sum = 0;
    for (int i = 0; i < n; ++i) {
        sum += co_await one();
    }
    co_return sum;
}
Coroutine<> sum_is_right() {
    const std::int64_t sum = co_await sum_of(3'000'000);
    if (sum != 3'000'000) {
        throw ValueError(std::to_string(sum));
    }
}

Coroutine<int> down(int levels, Coroutine<> (*bottom)()) {
    if (levels == 0) {
        co_await bottom();
        co_return 0;
    }
    co_return 1 + co_await down(levels - 1, bottom);
}
Coroutine<> naps() { co_await sleep(1s); }
Coroutine<> raises() {
    co_await sleep(1s);
    throw ValueError("from the bottom");
}
Coroutine<> never_ends() {
    Future<> never;
    co_await never;
}
constexpr int kDeep = 100'000;
Coroutine<> completes() {
    const int levels = co_await down(kDeep, naps);
    log("{} levels", levels);
}
Coroutine<> unwinds() {
    try {
        co_await down(kDeep, raises);
    } catch (const ValueError& e) {
        log("caught {}", e.message());
    }
}
Coroutine<> is_abandoned() { co_await down(kDeep, never_ends); }
Coroutine<> is_cancelled() {
    Task<int> deep = create_task(down(kDeep, never_ends));
    co_await sleep(1s);
    deep.cancel();
    try {
        co_await deep;
    } catch (const CancelledError&) {
        log("cancelled");
    }
}

Coroutine<> fetch() { co_return; }
Coroutine<> forgets_to_await() {
    (void)fetch();
    co_await sleep(1s);
    {
        const Coroutine<> held = fetch();
    }
    Coroutine<> closed = fetch();
    closed.close();
    closed.close();
}
Coroutine<> forgets_at_the_end(std::vector<Coroutine<>>& keep) {
    keep.push_back(fetch());
    co_return;
}

class Counted {
public:
    explicit Counted(int& alive) : alive_(&alive) { ++*alive_; }
    Counted(const Counted& other) : alive_(other.alive_) { ++*alive_; }
    Counted& operator=(const Counted&) = delete;
    ~Counted() { --*alive_; }

private:
    int* alive_;
};
Coroutine<Counted> returns(Counted argument) {
    const Counted local = argument;
    co_await sleep(1s);
    co_return local;
}
Coroutine<> counts(int& alive) {
    const Counted got = co_await returns(Counted(alive));
    log("{} alive", alive);
}
Coroutine<> hangs_with(Counted /*argument*/) {
    Future<> never;
    co_await never;
}
Coroutine<> hangs_with_locals(int& alive) {
    const Counted local(alive);
    Task<> waiting = create_task(hangs_with(Counted(alive)));
    create_task(hangs_with(Counted(alive)));
    Coroutine<> unused = hangs_with(local);
    co_await waiting;
}

}  // namespace

TEST_CASE("millions of awaits in a loop need no stack") {
    EventLoop loop;  // not recorded: six million events are no help here
    CHECK(loop.run(sum_is_right()) == Outcome::Finished);
}

TEST_CASE("a chain of 100,000 awaits completes, unwinds, is cancelled and abandoned") {
    CHECK(Ran(completes()).logs() == Strings{"100000 levels"});
    CHECK(Ran(unwinds()).logs() == Strings{"caught from the bottom"});
    CHECK(Ran(is_cancelled()).logs() == Strings{"cancelled"});
    CHECK(Ran(is_abandoned()).outcome == Outcome::Hang);
}

TEST_CASE("a coroutine that is dropped without having run is reported") {
    const Ran run(forgets_to_await());
    CHECK(run.reports() ==
          Strings{"coroutine 'fetch' was never awaited", "coroutine 'fetch' was never awaited"});
    CHECK(run.events(EventKind::LoopReport)[1].time == 1'000'000'000);
}

TEST_CASE("a coroutine that outlives its loop is dropped in silence") {
    std::vector<Coroutine<>> keep;
    CHECK(Ran(forgets_at_the_end(keep)).reports().empty());
    keep.clear();
}

TEST_CASE("what a coroutine holds is destroyed once, however it ends") {
    int alive = 0;
    CHECK(Ran(counts(alive)).logs() == Strings{"1 alive"});
    CHECK(alive == 0);
    CHECK(Ran(hangs_with_locals(alive)).outcome == Outcome::Hang);
    CHECK(alive == 0);
}

TEST_CASE("entering and leaving a coroutine is in the trace, with its depth") {
    const Ran run(unwinds());
    const auto entered = run.events(EventKind::CoroutineEntered);
    const auto left = run.events(EventKind::CoroutineLeft);
    REQUIRE(entered.size() == kDeep + 2);
    REQUIRE(left.size() == entered.size());
    CHECK(run.trace.text(static_cast<TextId>(entered[0].a)) == "down");
    CHECK(entered[0].b == 2);
    CHECK(entered.back().b == kDeep + 3);
    CHECK(run.trace.text(static_cast<TextId>(entered.back().a)) == "raises");
    CHECK(left[0].detail == 1);  // by exception
}
