// Every five seconds
//
// Two ways to do something every five seconds. One task works and then sleeps for five seconds: its
// work takes a second, so it comes round every six. The other remembers when its next round is due
// and sleeps until then. Both run for ever; main cancels them.
//
// Watch:  the two rows of bars part company after the first round.
// Source: article D, a periodic task with an interval of 5 s that is cancelled.

#include "scenarios/lifecycle/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> work_then_sleep(int& rounds, Duration interval, Duration work) {
    try {
        for (;;) {
            ++rounds;
            log("drifting: round {}", rounds);
            co_await sleep(work);
            co_await sleep(interval);
        }
    } catch (const CancelledError&) {
        log("drifting: cancelled");
        throw;
    }
}

Coroutine<> on_schedule(int& rounds, Duration interval, Duration work) {
    Duration next = now();
    try {
        for (;;) {
            ++rounds;
            log("steady: round {}", rounds);
            co_await sleep(work);
            next += interval;
            co_await sleep(next - now());
        }
    } catch (const CancelledError&) {
        log("steady: cancelled");
        throw;
    }
}

Coroutine<std::string> periodic_task(Stage& stage) {
    const Duration interval = stage.duration("interval");
    const Duration work = stage.duration("work");
    const Duration length = stage.duration("length");
    int drifting_rounds = 0;
    int steady_rounds = 0;

    auto drifting = create_task(work_then_sleep(drifting_rounds, interval, work), "drifting");
    auto steady = create_task(on_schedule(steady_rounds, interval, work), "steady");
    co_await sleep(length);
    drifting.cancel();
    steady.cancel();
    co_await gather(return_exceptions, drifting, steady);

    const auto due = (length + interval - 1ns) / interval;
    stage.expect(steady_rounds == due, "the steady task keeps its interval");
    co_return fmt::format("rounds: drifting {}, steady {}", drifting_rounds, steady_rounds);
}

}  // namespace

const Scenario kPeriodicTask{
    ScenarioId("lifecycle/periodic-task"),
    Title("Every five seconds", "每五秒一次"),
    Difficulty::Easy,
    Params()
        .duration("interval", 5s, AtLeast<Duration>(100ms), AtMost<Duration>(1h))
        .duration("work", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("length", 28s, AtLeast<Duration>(1ms), AtMost<Duration>(10min)),
    Variants().only(periodic_task, Expected().ends_at(28s).result("rounds: drifting 5, steady 6")),
};

}  // namespace coroscope
