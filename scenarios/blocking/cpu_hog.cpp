// A computation that never pauses
//
// One task adds up a hundred million squares; another should beat every 100 ms. In one go the sum
// takes 5 s and no beat comes meanwhile. In chunks of 10 000 squares, each followed by sleep(0), it
// takes as long, and no beat is more than 1 ms late.
//
// Watch:  one step of 5 s, against ten thousand steps of half a millisecond.
// Source: article D, a task that hogs the CPU and the same in chunks.

#include <algorithm>

#include "scenarios/blocking/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> sum_squares(int items, Duration square) {
    busy(items * square);
    log("the sum of {} squares is there", items);
    co_return;
}

Coroutine<> sum_in_chunks(int items, Duration square, int chunk) {
    for (int start = 0; start < items; start += chunk) {
        busy(std::min(chunk, items - start) * square);
        co_await sleep(0ms);  // whoever is ready may run here
    }
    log("the sum of {} squares is there", items);
}

Coroutine<Duration> heartbeat() {
    Duration latest = 0ms;
    for (int n = 1; n <= 10; ++n) {
        const Duration due = now() + 100ms;
        co_await sleep(100ms);
        latest = std::max(latest, now() - due);
        log("beat {}", n);
    }
    co_return latest;
}

Coroutine<std::string> beat_beside(const Stage& stage, Task<Duration> beats, Task<> sum) {
    const Duration latest = co_await beats;
    co_await sum;
    stage.expect(latest < 50ms, "no beat is 50 ms late");
    co_return fmt::format("the latest beat was {} ms late", latest / 1ms);
}

Coroutine<std::string> in_one_go(Stage& stage) {
    const int items = stage.integer("items");
    auto beats = create_task(heartbeat(), "heartbeat");
    auto sum = create_task(sum_squares(items, stage.duration("square")), "sum");
    co_return co_await beat_beside(stage, beats, sum);
}

Coroutine<std::string> in_chunks(Stage& stage) {
    const int items = stage.integer("items");
    const int chunk = stage.integer("chunk");
    auto beats = create_task(heartbeat(), "heartbeat");
    auto sum = create_task(sum_in_chunks(items, stage.duration("square"), chunk), "sum");
    co_return co_await beat_beside(stage, beats, sum);
}

}  // namespace

const Scenario kCpuHog{
    ScenarioId("blocking/cpu-hog"),
    Title("A computation that never pauses", "一刻不停的计算"),
    Difficulty::Easy,
    Params()
        .integer("items", 100'000'000, AtLeast(0), AtMost(200'000'000))
        .integer("chunk", 10'000, AtLeast(1000), AtMost(200'000'000))
        .duration("square", 50ns, AtLeast<Duration>(1ns), AtMost<Duration>(1us)),
    Variants()
        .broken(in_one_go, Expected()
                               .finding("slow-step")
                               .check_fails("no beat is 50 ms late")
                               .ends_at(5900ms)
                               .result("the latest beat was 4900 ms late"))
        .fixed(in_chunks, Expected().ends_at(5s).result("the latest beat was 1 ms late")),
};

}  // namespace coroscope
