// Cancelled, but not without cleaning up
//
// Three tasks work for 2 s, 1 s and 1.5 s; each holds a resource and gives it back at the end,
// which takes 10 ms. The second one gives up after 0.4 s by raising CancelledError itself. It
// cleans up like the others, and only then it is over.
//
// Watch:  task-2 sleeps once more, in its clean-up, between the error and its end.
// Source: article A, cancelling tasks and cleaning up.

#include "scenarios/errors/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

constexpr Duration kStep = 100ms;
constexpr int kGivesUpAfter = 4;  // steps

Coroutine<> work(Duration length, bool gives_up) {
    for (int step = 0; step < length / kStep; ++step) {
        if (gives_up && step == kGivesUpAfter) {
            throw CancelledError("gives up");
        }
        co_await sleep(kStep);
    }
}

Coroutine<> managed(Shared<int>& open, Duration length, bool gives_up, Duration cleanup) {
    open.write(open.read() + 1);
    std::exception_ptr error;
    try {
        co_await work(length, gives_up);
        log("finished its work");
    } catch (const CancelledError&) {
        log("is cancelled");
        error = std::current_exception();
    }
    co_await sleep(cleanup);  // finally: give the resource back
    open.write(open.read() - 1);
    log("has cleaned up");
    if (error) {
        std::rethrow_exception(error);
    }
}

Coroutine<std::string> cancel_cleanup(Stage& stage) {
    const Duration cleanup = stage.duration("cleanup");
    const Duration cancel = stage.duration("cancel");
    Shared<int> open("open resources", 0);

    std::vector<Task<>> tasks;
    tasks.push_back(create_task(managed(open, 2s, false, cleanup), "task-1"));
    tasks.push_back(create_task(managed(open, 1s, true, cleanup), "task-2"));
    tasks.push_back(create_task(managed(open, 1500ms, false, cleanup), "task-3"));
    if (cancel > 0ms) {  // somebody else asks task-2 to stop, too
        co_await sleep(cancel);
        tasks[1].cancel();
    }
    const auto results = co_await gather(return_exceptions, tasks);

    const auto finished = std::ranges::count_if(results, [](const auto& one) { return one.ok(); });
    stage.expect(open.read() == 0, "every resource is given back");
    co_return fmt::format("{} finished, {} cancelled, {} still open", finished,
                          std::ssize(results) - finished, open.read());
}

}  // namespace

const Scenario kCancelCleanup{
    ScenarioId("errors/cancel-cleanup"),
    Title("Cancelled, and cleaned up", "取消之后的清理"),
    Difficulty::Medium,
    Params()
        .duration("cleanup", 10ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("cancel", 0ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(cancel_cleanup,
                    Expected().ends_at(2010ms).result("2 finished, 1 cancelled, 0 still open")),
};

}  // namespace coroscope
