// Look in from time to time
//
// Three deliveries are on their way. main waits for them, but at most for 1.5 s, says how many are
// there, and waits for the rest again. The end of its patience disturbs nobody: wait with a timeout
// neither raises nor cancels.
//
// Watch:  main wakes up in between while the bar of C goes on without a seam.
// Source: asyncio's documentation of wait.

#include "scenarios/combinators/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> deliver(std::string what, Duration takes) {
    co_await sleep(takes);
    log("{} is here", what);
}

Coroutine<std::string> look_in(Stage& stage) {
    std::vector<Task<>> underway;
    underway.push_back(create_task(deliver("A", stage.duration("first")), "A"));
    underway.push_back(create_task(deliver("B", stage.duration("second")), "B"));
    underway.push_back(create_task(deliver("C", stage.duration("third")), "C"));

    int looks = 0;
    int cancelled = 0;
    while (!underway.empty()) {
        const auto [done, pending] = co_await wait(underway, stage.duration("limit"));
        ++looks;
        log("look {}: {} came, {} missing", looks, done.size(), pending.size());
        cancelled += static_cast<int>(std::ranges::count_if(done, &Task<>::cancelled));
        underway = pending;
    }
    stage.expect(cancelled == 0, "nobody is cancelled by the timeout");
    co_return fmt::format("looks: {}", looks);
}

}  // namespace

const Scenario kWaitTimeout{
    ScenarioId("combinators/wait-timeout"),
    Title("Look in from time to time", "隔一会儿看一眼"),
    Difficulty::Easy,
    Params()
        .duration("first", 1s, AtLeast<Duration>(0s), AtMost<Duration>(1min))
        .duration("second", 2s, AtLeast<Duration>(0s), AtMost<Duration>(1min))
        .duration("third", 4s, AtLeast<Duration>(0s), AtMost<Duration>(1min))
        .duration("limit", 1500ms, AtLeast<Duration>(10ms), AtMost<Duration>(1min)),
    Variants().only(look_in, Expected().ends_at(4s).result("looks: 3")),
};

}  // namespace coroscope
