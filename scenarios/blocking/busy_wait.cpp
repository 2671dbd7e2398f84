// Asking again and again
//
// A task waits until a file has been loaded, which takes 995 ms. It looks every 10 ms: it wakes a
// hundred times, ninety-nine of them for nothing, and still comes 5 ms late. With an event it wakes
// once, at the right moment.
//
// Watch:  the comb of wake-ups in the lane of "reader", against a single one.
// Source: article D, a short sleep instead of an idle spin.

#include "scenarios/blocking/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> load(Shared<bool>& loaded, Duration time) {
    co_await sleep(time);
    loaded.write(true);
    log("the file is loaded");
}

Coroutine<> load_and_tell(Event& loaded, Duration time) {
    co_await sleep(time);
    loaded.set();
    log("the file is loaded");
}

Coroutine<int> look_until(const Shared<bool>& loaded, Duration pause) {
    int wakes = 0;
    while (!loaded.read()) {
        co_await sleep(pause);
        ++wakes;
    }
    co_return wakes;
}

Coroutine<int> wait_for_event(Event& loaded) {
    co_await loaded.wait();
    co_return 1;
}

std::string judge(const Stage& stage, int wakes) {
    const Duration late = now() - stage.duration("load");
    log("wake-ups: {}, {} ms late", wakes, late / 1ms);
    stage.expect(wakes <= 1, "the reader wakes once");
    return fmt::format("wake-ups: {}", wakes);
}

Coroutine<std::string> asking(Stage& stage) {
    Shared<bool> loaded("loaded", false);
    auto reader = create_task(look_until(loaded, stage.duration("pause")), "reader");
    auto loader = create_task(load(loaded, stage.duration("load")), "loader");
    const int wakes = co_await reader;
    co_await loader;
    co_return judge(stage, wakes);
}

Coroutine<std::string> being_told(Stage& stage) {
    Event loaded("loaded");
    auto reader = create_task(wait_for_event(loaded), "reader");
    auto loader = create_task(load_and_tell(loaded, stage.duration("load")), "loader");
    const int wakes = co_await reader;
    co_await loader;
    co_return judge(stage, wakes);
}

}  // namespace

const Scenario kBusyWait{
    ScenarioId("blocking/busy-wait"),
    Title("Asking again and again", "反复询问的忙等"),
    Difficulty::Easy,
    Params()
        .duration("load", 995ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s))
        .duration("pause", 10ms, AtLeast<Duration>(100us), AtMost<Duration>(1s)),
    Variants()
        .broken(asking, Expected()
                            .finding("busy-wait")
                            .check_fails("the reader wakes once")
                            .ends_at(1s)
                            .result("wake-ups: 100"))
        .fixed(being_told, Expected().ends_at(995ms).result("wake-ups: 1")),
};

}  // namespace coroscope
