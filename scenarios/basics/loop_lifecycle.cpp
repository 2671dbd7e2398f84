// A loop inside a loop
//
// A loop is created, runs and is closed. Inside a coroutine it is there already: a second one
// cannot run in the same thread, the running one cannot be closed, and a closed one is good for
// nothing. Who is inside a loop does not need one: an await will do.
//
// Watch:  three error texts at 0 ms, and not one report; three reports side by side in the fixed
//         twin.
// Source: article E, the manager that makes its own event loop.

#include "scenarios/basics/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<std::string> report(std::string what, Duration time) {
    co_await sleep(time);
    log("report {} is ready", what);
    co_return what;
}

Coroutine<std::string> reports(Duration unit) {
    const auto [a, b, c] =
        co_await gather(report("A", unit), report("B", 2 * unit), report("C", 3 * unit / 2));
    co_return a + b + c;
}

Coroutine<std::string> own_loop(Stage& stage) {
    const Duration unit = stage.duration("unit");
    std::string ready;
    EventLoop loop;  // asyncio.new_event_loop()
    try {
        auto task = loop.create_task(reports(unit));
        (void)loop.run_until_complete(task);
        ready = task.result();
    } catch (const RuntimeError& error) {
        log("run: {}", error.message());
    }
    try {
        get_running_loop().close();
    } catch (const RuntimeError& error) {
        log("close: {}", error.message());
    }
    loop.close();
    try {
        (void)loop.create_task(reports(unit));
    } catch (const RuntimeError& error) {
        log("use: {}", error.message());
    }
    stage.expect(ready == "ABC", "all reports are ready");
    co_return "reports: " + ready;
}

Coroutine<std::string> awaiting(Stage& stage) {
    const std::string ready = co_await reports(stage.duration("unit"));
    stage.expect(ready == "ABC", "all reports are ready");
    co_return "reports: " + ready;
}

}  // namespace

const Scenario kLoopLifecycle{
    ScenarioId("basics/loop-lifecycle"),
    Title("A loop inside a loop", "循环里再开循环"),
    Difficulty::Medium,
    Params().duration("unit", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(own_loop, Expected()
                              .finding("coroutine-never-awaited")
                              .check_fails("all reports are ready")
                              .ends_at(0ms)
                              .result("reports: "))
        .fixed(awaiting, Expected().ends_at(2s).result("reports: ABC")),
};

}  // namespace coroscope
