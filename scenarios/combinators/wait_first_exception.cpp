// Wait until something goes wrong
//
// A file is copied to four places at once. One copy alone is of no use, so main waits until all are
// done or the first one fails, and then stops the rest. A copy that is called off by hand is no
// failure: the wait goes on.
//
// Watch:  copy-4 ends, then copy-1, and main sleeps on; only copy-2's error wakes it.
// Source: asyncio's documentation of wait.

#include "scenarios/combinators/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> copy(int place, Duration takes) {
    co_await sleep(takes);
    log("copy {} is done", place);
}

Coroutine<> failing_copy(int place, Duration takes) {
    co_await sleep(takes);
    throw ValueError(fmt::format("place {} is full", place));
}

void report(const Task<>& task) {
    if (task.cancelled()) {
        log("{} was called off", task.name());
    } else if (const std::exception_ptr error = task.exception()) {
        log("{} failed: {}", task.name(), describe(error));
    } else {
        log("{} succeeded", task.name());
    }
}

Coroutine<std::string> until_first_error(Stage& stage) {
    std::vector<Task<>> copies;
    copies.push_back(create_task(copy(1, stage.duration("first")), "copy-1"));
    copies.push_back(create_task(failing_copy(2, stage.duration("failure")), "copy-2"));
    copies.push_back(create_task(copy(3, stage.duration("third")), "copy-3"));
    copies.push_back(create_task(copy(4, stage.duration("third")), "copy-4"));
    const Task<> unwanted = copies.back();
    EventLoop::running().call_later(stage.duration("call-off"), [unwanted] { unwanted.cancel(); });

    const auto [done, pending] = co_await wait(copies, FIRST_EXCEPTION);
    for (const Task<>& task : done) {
        report(task);
    }
    for (const Task<>& task : pending) {
        task.cancel();
    }
    co_await gather(return_exceptions, pending);
    stage.expect(copies[1].done(), "the wait ends with the first failure");
    co_return fmt::format("{} ended, {} stopped", done.size(), pending.size());
}

}  // namespace

const Scenario kWaitFirstException{
    ScenarioId("combinators/wait-first-exception"),
    Title("Wait until something goes wrong", "等到出错为止"),
    Difficulty::Medium,
    Params()
        .duration("first", 1s, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("failure", 2s, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("third", 3s, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("call-off", 500ms, AtLeast<Duration>(0s), AtMost<Duration>(1h)),
    Variants().only(until_first_error, Expected().ends_at(2s).result("3 ended, 1 stopped")),
};

}  // namespace coroscope
