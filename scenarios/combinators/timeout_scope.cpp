// A limit inside a limit
//
// Everything together may take 5 s; each server is asked for 2 s at most. The first one is too
// slow, its limit raises TimeoutError inside the larger one, and the mirror is asked. It answers,
// and because things go well main moves the outer deadline.
//
// Watch:  the inner deadline cuts one sleep short; the outer one is moved before it comes.
// Source: article B, asyncio.timeout around each attempt.

#include "scenarios/combinators/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<bool> ask(std::string server, Duration takes, Duration limit) {
    try {
        co_await async_with(timeout(limit), [&]() -> Coroutine<> { co_await sleep(takes); });
        log("the {} answers", server);
        co_return true;
    } catch (const TimeoutError&) {
        log("the {} is too slow", server);
    }
    co_return false;
}

Coroutine<> download(Stage& stage, Timeout& total) {
    const Duration each = stage.duration("each");
    bool answered = co_await ask("server", stage.duration("server"), each);
    if (!answered) {
        answered = co_await ask("mirror", stage.duration("mirror"), each);
    }
    if (!answered) {
        throw ValueError("nobody answers");
    }
    total.reschedule(now() + stage.duration("more"));
    log("the outer deadline is moved");
    co_await sleep(stage.duration("file"));
    log("the file is here");
}

Coroutine<std::string> nested_limits(Stage& stage) {
    std::string outcome = "the file";
    try {
        co_await async_with(timeout(stage.duration("total")), [&](Timeout& total) -> Coroutine<> {
            co_await download(stage, total);
        });
    } catch (const TimeoutError&) {
        outcome = "out of time";
    } catch (const ValueError& error) {
        outcome = error.message();
    }
    log("main goes on with: {}", outcome);
    stage.expect(current_task()->cancelling() == 0, "each limit takes its own request back");
    co_return outcome;
}

}  // namespace

const Scenario kTimeoutScope{
    ScenarioId("combinators/timeout-scope"),
    Title("A limit inside a limit", "超时里面还有超时"),
    Difficulty::Medium,
    Params()
        .duration("total", 5s, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("each", 2s, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("server", 3s, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("mirror", 1s, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("more", 4s, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("file", 3s, AtLeast<Duration>(0s), AtMost<Duration>(1h)),
    Variants().only(nested_limits, Expected().ends_at(6s).result("the file")),
};

}  // namespace coroscope
