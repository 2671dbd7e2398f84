// A clean-up that awaits
//
// Three jobs, each with a clean-up at the end that takes time and awaits. One of them is cancelled:
// it is over only after its clean-up. Who has no patience and cancels it a second time hits the
// clean-up itself.
//
// Watch:  between the request to stop and the end of job-2 lies a sleep.
// Source: article A, cancellation and cleaning up of resources.

#include "scenarios/errors/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> clean_up(Shared<int>& clean, int job, Duration time) {
    log("job {}: clean-up begins", job);
    co_await sleep(time);
    clean.write(clean.read() + 1);
    log("job {}: clean-up is done", job);
}

Coroutine<> managed(Shared<int>& clean, int job, Duration length, Duration cleanup) {
    std::exception_ptr error;
    try {
        co_await sleep(length);
        log("job {}: finished", job);
    } catch (...) {  // C++ cannot await in a handler: keep it, and throw it again below
        error = std::current_exception();
    }
    co_await clean_up(clean, job, cleanup);  // finally
    if (error != nullptr) {
        std::rethrow_exception(error);
    }
}

Coroutine<std::string> finally_that_awaits(Stage& stage) {
    const Duration cleanup = stage.duration("clean-up");
    Shared<int> clean("cleaned up", 0);
    auto first = create_task(managed(clean, 1, 2s, cleanup), "job-1");
    auto second = create_task(managed(clean, 2, 1s, cleanup), "job-2");
    auto third = create_task(managed(clean, 3, 1500ms, cleanup), "job-3");

    co_await sleep(stage.duration("cancel"));
    log("main cancels job 2");
    second.cancel();
    const std::vector waited_for = {second};
    const auto [done, pending] = co_await wait(waited_for, stage.duration("patience"));
    if (pending.empty()) {
        log("job 2 is over");
    } else {
        log("main has no patience and cancels job 2 again");
        second.cancel();
    }

    co_await gather(return_exceptions, first, second, third);
    stage.expect(clean.read() == 3, "every job is cleaned up");
    co_return fmt::format("cleaned up: {}", clean.read());
}

}  // namespace

const Scenario kFinallyThatAwaits{
    ScenarioId("errors/finally-that-awaits"),
    Title("A clean-up that awaits", "带等待的清理"),
    Difficulty::Medium,
    Params()
        .duration("cancel", 400ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s))
        .duration("clean-up", 10ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("patience", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(finally_that_awaits, Expected().ends_at(2010ms).result("cleaned up: 3")),
};

}  // namespace coroscope
