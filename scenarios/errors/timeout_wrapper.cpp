// A timeout around everything
//
// Two jobs run inside a wrapper that grants each of them one second. The quick one is done in time.
// The slow one is cancelled where it stands; the wrapper logs it and raises TimeoutError. Before
// that the job may clean up, and the wrapper waits for it.
//
// Watch:  at 1 s the slow job gets a CancelledError, and its caller a TimeoutError.
// Source: article A, the timeout wrapper; article E, a task with a timeout.

#include "scenarios/errors/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<std::string> job(std::string name, Duration work, Duration cleanup) {
    std::exception_ptr cancelled;
    try {
        co_await sleep(work);
    } catch (const CancelledError&) {
        log("{} is cancelled and cleans up", name);
        cancelled = std::current_exception();
    }
    if (cancelled) {
        co_await sleep(cleanup);
        std::rethrow_exception(cancelled);
    }
    co_return name + " is done";
}

Coroutine<std::string> with_timeout(std::string name, Coroutine<std::string> coroutine,
                                    Duration limit) {
    try {
        const std::string result = co_await wait_for(std::move(coroutine), limit);
        log("{} is done in time", name);
        co_return result;
    } catch (const TimeoutError&) {
        log("{} has timed out", name);
        throw;
    }
}

Coroutine<std::string> timeout_wrapper(Stage& stage) {
    const Duration limit = stage.duration("limit");
    const Duration cleanup = stage.duration("cleanup");
    auto quick = create_task(
        with_timeout("quick", job("quick", stage.duration("quick"), cleanup), limit), "quick");
    auto slow = create_task(
        with_timeout("slow", job("slow", stage.duration("slow"), cleanup), limit), "slow");
    const std::vector<Task<std::string>> tasks = {quick, slow};
    int done = 0;
    int late = 0;
    const auto results = co_await gather(return_exceptions, tasks);
    for (const Result<std::string>& result : results) {
        (result.ok() ? done : late) += 1;
    }
    stage.expect(now() <= limit + cleanup, "nobody waits longer than limit and clean-up");
    co_return fmt::format("{} done, {} timed out", done, late);
}

}  // namespace

const Scenario kTimeoutWrapper{
    ScenarioId("errors/timeout-wrapper"),
    Title("A timeout around everything", "超时包装器"),
    Difficulty::Easy,
    Params()
        .duration("limit", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("quick", 500ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("slow", 2s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("cleanup", 0ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(timeout_wrapper, Expected().ends_at(1s).result("1 done, 1 timed out")),
};

}  // namespace coroscope
