// sleep(0) in a long loop
//
// A loop over a million items, and a heart that should beat every 100 ms. The loop computes for one
// second and does not await: the heart stands still. With a sleep(0) after every thousandth item
// it beats on.
//
// Watch:  one bar of 1 s in the loop's lane, against a thousand of 1 ms with beats in between.
// Source: article D, why sleep(0) gives control away.

#include <algorithm>

#include "scenarios/basics/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

/// Five beats; returns by how much the worst of them was late.
Coroutine<Duration> heartbeat(Duration pause) {
    Duration worst = 0ms;
    for (int beat = 1; beat <= 5; ++beat) {
        const Duration due = now() + pause;
        co_await sleep(pause);
        worst = std::max(worst, now() - due);
        log("beat {}, late by {} ms", beat, (now() - due) / 1ms);
    }
    co_return worst;
}

Coroutine<> crunch(int items, Duration item) {
    busy(items * item);  // a long loop without an await
    log("all {} items are done", items);
    co_return;
}

Coroutine<> crunch_and_yield(int items, Duration item, int every) {
    for (int done = 0; done < items; done += every) {
        busy(std::min(every, items - done) * item);
        co_await sleep(0ms);  // everybody who is ready may run
    }
    log("all {} items are done", items);
}

Coroutine<std::string> observe(Stage& stage, Coroutine<> loop) {
    auto heart = create_task(heartbeat(stage.duration("beat")), "heartbeat");
    auto work = create_task(std::move(loop), "long loop");
    const auto [worst, nothing] = co_await gather(heart, work);
    stage.expect(worst < 50ms, "no beat is 50 ms late");
    co_return fmt::format("worst beat: {} ms late", worst / 1ms);
}

Coroutine<std::string> starved(Stage& stage) {
    co_return co_await observe(stage, crunch(stage.integer("items"), stage.duration("item")));
}

Coroutine<std::string> served(Stage& stage) {
    const int every = stage.integer("every");
    auto crunching = crunch_and_yield(stage.integer("items"), stage.duration("item"), every);
    co_return co_await observe(stage, std::move(crunching));
}

}  // namespace

const Scenario kSleepZero{
    ScenarioId("basics/sleep-zero"),
    Title("sleep(0) in a long loop", "长循环里的 sleep(0)"),
    Difficulty::Easy,
    Params()
        .integer("items", 1'000'000, AtLeast(1'000), AtMost(1'000'000))
        .integer("every", 1'000, AtLeast(100), AtMost(1'000'000))
        .duration("item", 1us, AtLeast<Duration>(0us), AtMost<Duration>(1ms))
        .duration("beat", 100ms, AtLeast<Duration>(1ms), AtMost<Duration>(1h)),
    Variants()
        .broken(starved, Expected()
                             .finding("slow-step")
                             .check_fails("no beat is 50 ms late")
                             .ends_at(1400ms)
                             .result("worst beat: 900 ms late"))
        .fixed(served, Expected().ends_at(1s).result("worst beat: 2 ms late")),
};

}  // namespace coroscope
