// The loop complains about slow steps
//
// In debug mode the loop reports every step that takes at least slow_callback_duration: 100 ms
// unless the program sets it. Four tasks compute, in two rounds: with the threshold at 100 ms one
// is reported, with 50 ms two are. The fourth computes longest of all, and is never reported: it
// pauses in between.
//
// Watch:  the loop's reports, behind the steps that they are about.
// Source: article D, debug mode and a threshold of 50 ms.

#include "scenarios/blocking/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> compute(Duration time) {
    busy(time);
    co_return;
}

Coroutine<> compute_in_parts(Duration part) {
    for (int i = 0; i < 4; ++i) {
        busy(part);
        co_await sleep(0ms);
    }
}

Coroutine<> compute_all(const Stage& stage) {
    auto quick = create_task(compute(stage.duration("quick")), "quick");
    auto medium = create_task(compute(stage.duration("medium")), "medium");
    auto slow = create_task(compute(stage.duration("slow")), "slow");
    auto parts = create_task(compute_in_parts(stage.duration("part")), "in parts");
    co_await gather(quick, medium, slow, parts);
}

Coroutine<std::string> two_thresholds(Stage& stage) {
    EventLoop& loop = get_running_loop();
    loop.set_debug(true);
    for (const std::string_view round : {"first", "second"}) {
        loop.set_slow_callback_duration(stage.duration(round));
        log("steps of {} ms or more are reported", loop.slow_callback_duration() / 1ms);
        co_await compute_all(stage);
    }
    co_return fmt::format("computed for {} ms", now() / 1ms);
}

}  // namespace

const Scenario kSlowCallback{
    ScenarioId("blocking/slow-callback"),
    Title("The loop complains about slow steps", "事件循环对慢步骤的警告"),
    Difficulty::Medium,
    Params()
        .duration("first", 100ms, AtLeast<Duration>(1ms), AtMost<Duration>(10s))
        .duration("second", 50ms, AtLeast<Duration>(1ms), AtMost<Duration>(10s))
        .duration("quick", 20ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s))
        .duration("medium", 60ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s))
        .duration("slow", 120ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s))
        .duration("part", 40ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s)),
    Variants().only(two_thresholds,
                    Expected().finding("slow-step").ends_at(720ms).result("computed for 720 ms")),
};

}  // namespace coroscope
