// One after the other, or together
//
// Three fetches of one second each. Awaited one by one they take three seconds, although each of
// them only waits; gathered they take one. `await` means "go on when this is done", not "start this
// and go on".
//
// Watch:  three sleeps end to end in the broken twin, three parallel bars in the fixed one.
// Source: articles C and E.

#include "scenarios/basics/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<int> fetch(int page, Duration delay) {
    co_await sleep(delay);
    log("page {} is here", page);
    co_return page;
}

Coroutine<std::string> one_by_one(Stage& stage) {
    const Duration delay = stage.duration("delay");
    const int first = co_await fetch(1, delay);
    const int second = co_await fetch(2, delay);
    const int third = co_await fetch(3, delay);
    stage.expect(now() == delay, "three fetches take as long as one");
    co_return fmt::format("[{}, {}, {}]", first, second, third);
}

Coroutine<std::string> together(Stage& stage) {
    const Duration delay = stage.duration("delay");
    const auto [first, second, third] =
        co_await gather(fetch(1, delay), fetch(2, delay), fetch(3, delay));
    stage.expect(now() == delay, "three fetches take as long as one");
    co_return fmt::format("[{}, {}, {}]", first, second, third);
}

}  // namespace

const Scenario kSequentialVsConcurrent{
    ScenarioId("basics/sequential-vs-concurrent"),
    Title("One after the other, or together", "逐个等待，还是一起等待"),
    Difficulty::Easy,
    Params().duration("delay", 1s, AtLeast<Duration>(1ms), AtMost<Duration>(1h)),
    Variants()
        .broken(one_by_one, Expected()
                                .finding("sequential-awaits")
                                .check_fails("three fetches take as long as one")
                                .ends_at(3s)
                                .result("[1, 2, 3]"))
        .fixed(together, Expected().ends_at(1s).result("[1, 2, 3]")),
};

}  // namespace coroscope
