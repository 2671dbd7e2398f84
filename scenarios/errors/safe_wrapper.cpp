// A wrapper that lets nothing fall silently
//
// Every coroutine runs inside a wrapper, which logs how it ended: with a result, with an exception,
// or cancelled. Having logged an exception it either raises it again or returns a substitute. A
// cancellation it always raises again.
//
// Watch:  four tasks, three kinds of end, one line of the log for each.
// Source: article A, the safe wrapper and its three tasks; task D is added here.

#include "scenarios/errors/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<std::string> job(std::string name, bool should_fail, Duration work) {
    if (should_fail) {
        throw ValueError(fmt::format("{} fails on purpose", name));
    }
    co_await sleep(work);
    co_return name;
}

Coroutine<std::string> safe(std::string name, Coroutine<std::string> coroutine, bool substitute) {
    try {
        const std::string result = co_await std::move(coroutine);
        log("{} is done", name);
        co_return result;
    } catch (const CancelledError&) {
        log("{} was cancelled", name);
        throw;  // always: somebody waits for the task to stop
    } catch (const std::exception& error) {
        log("{} failed: {}", name, error.what());
        if (!substitute) {
            throw;
        }
    }
    co_return "nothing";
}

Coroutine<std::string> safe_wrapper(Stage& stage) {
    const Duration work = stage.duration("work");
    const bool substitute = stage.integer("substitute") == 1;
    auto a = create_task(safe("A", job("A", false, work), substitute), "A");
    auto b = create_task(safe("B", job("B", true, work), substitute), "B");
    auto c = create_task(safe("C", job("C", false, work), substitute), "C");
    auto d = create_task(safe("D", job("D", false, work), substitute), "D");
    co_await sleep(stage.duration("patience"));
    const bool asked = d.cancel();

    const std::vector<Task<std::string>> tasks = {a, b, c, d};
    int values = 0;
    int errors = 0;
    const auto results = co_await gather(return_exceptions, tasks);
    for (const Result<std::string>& result : results) {
        (result.ok() ? values : errors) += 1;
    }
    stage.expect(d.cancelled() == asked, "who was asked to stop ends cancelled");
    co_return fmt::format("{} results, {} errors", values, errors);
}

}  // namespace

const Scenario kSafeWrapper{
    ScenarioId("errors/safe-wrapper"),
    Title("A wrapper that lets nothing fall silently", "不让任何错误悄悄溜走的包装器"),
    Difficulty::Easy,
    Params()
        .duration("work", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("patience", 50ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .integer("substitute", 0, AtLeast(0), AtMost(1)),
    Variants().only(safe_wrapper, Expected().ends_at(100ms).result("2 results, 2 errors")),
};

}  // namespace coroscope
