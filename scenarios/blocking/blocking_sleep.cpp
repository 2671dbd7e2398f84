// One blocking call stops everybody
//
// A heartbeat every 500 ms, a download in three parts, and a report that makes a blocking call of
// two seconds: it does not give control back, so no timer can fire and nobody can run until it
// returns.
//
// Watch:  the red bar in the event loop's lane, and the sleeps that are over but cannot end.
// Source: article D, time.sleep in a coroutine.

#include "scenarios/blocking/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> heartbeat() {
    for (int n = 1; n <= 5; ++n) {
        co_await sleep(500ms);
        log("beat {}", n);
    }
}

Coroutine<> download() {
    for (int part = 1; part <= 3; ++part) {
        co_await sleep(800ms);
        log("part {} of 3", part);
    }
}

Coroutine<> report(Duration call) {
    co_await sleep(700ms);
    blocking(call);
    log("the report is written");
}

Coroutine<> report_awaiting(Duration call) {
    co_await sleep(700ms);
    co_await sleep(call);
    log("the report is written");
}

Coroutine<std::string> blocked(Stage& stage) {
    auto beats = create_task(heartbeat(), "heartbeat");
    auto parts = create_task(download(), "download");
    auto writer = create_task(report(stage.duration("call")), "report");
    co_await gather(beats, parts, writer);
    stage.expect(now() <= 2700ms, "nobody is late");
    co_return "done";
}

Coroutine<std::string> awaited(Stage& stage) {
    auto beats = create_task(heartbeat(), "heartbeat");
    auto parts = create_task(download(), "download");
    auto writer = create_task(report_awaiting(stage.duration("call")), "report");
    co_await gather(beats, parts, writer);
    stage.expect(now() <= 2700ms, "nobody is late");
    co_return "done";
}

}  // namespace

const Scenario kBlockingSleep{
    ScenarioId("blocking/blocking-sleep"),
    Title("One blocking call stops everybody", "一次阻塞调用，全场停顿"),
    Difficulty::Easy,
    Params().duration("call", 2s, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(blocked, Expected()
                             .finding("blocking-call")
                             .check_fails("nobody is late")
                             .ends_at(4300ms)
                             .result("done"))
        .fixed(awaited, Expected().ends_at(2700ms).result("done")),
};

}  // namespace coroscope
