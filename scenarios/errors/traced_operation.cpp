// Who says that? Traced operations
//
// Three operations run at once, each with a query inside. A wrapper writes down where each begins,
// ends or fails. The path that it writes, such as request/task1/query, is a context variable: every
// task has its own copy of it, so nobody has to hand it from call to call.
//
// Watch:  the lines of three tasks are mixed, and each knows where it belongs.
// Source: article C, debugging an asynchronous task; article D, a traced operation; PEP 567.

#include "scenarios/errors/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

const ContextVar<std::string> path("path");

void trace(std::string_view text) { log("[{}] {}", path.get(), text); }

Coroutine<> traced(std::string step, Coroutine<> operation) {
    const auto token = path.set(path.get() + "/" + step);
    try {
        trace("begins");
        co_await std::move(operation);
        trace("ends");
    } catch (const Error& error) {
        trace(fmt::format("fails: {}: {}", error.type(), error.message()));
        path.reset(token);
        throw;
    }
    path.reset(token);
}

Coroutine<> query(Duration work, bool fails) {
    co_await sleep(work);
    if (fails) {
        throw ValueError("no such table");
    }
}

Coroutine<> operation(Duration work, bool fails) {
    co_await traced("query", query(work, fails));
    trace("has its rows");
}

Coroutine<std::string> traced_operation(Stage& stage) {
    const Duration unit = stage.duration("unit");
    const int failing = stage.integer("failing");
    path.set("request");
    const std::vector<Duration> work = {2 * unit, 4 * unit, unit};

    std::vector<Task<>> tasks;
    for (int i = 1; i <= 3; ++i) {
        const Duration time = work[static_cast<std::size_t>(i) - 1];
        const std::string step = fmt::format("task{}", i);
        tasks.push_back(create_task(traced(step, operation(time, i == failing)), step));
    }
    int failed = 0;
    const auto results = co_await gather(return_exceptions, tasks);
    for (const Result<void>& result : results) {
        failed += result.ok() ? 0 : 1;
    }
    trace("is over");
    stage.expect(path.get() == "request", "what a task sets, its creator does not see");
    co_return fmt::format("{} done, {} failed", 3 - failed, failed);
}

}  // namespace

const Scenario kTracedOperation{
    ScenarioId("errors/traced-operation"),
    Title("Who says that? Traced operations", "这行日志是谁写的？带上下文的跟踪"),
    Difficulty::Medium,
    Params()
        .duration("unit", 500ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .integer("failing", 3, AtLeast(0), AtMost(3)),
    Variants().only(traced_operation, Expected().ends_at(2s).result("2 done, 1 failed")),
};

}  // namespace coroscope
