// An error in a callback
//
// Several callbacks want to know when a job is done, and one of them raises. Nobody awaits a
// callback, so its exception can go to nobody: the event loop hands it to its exception handler.
// The callbacks behind it run in the same turn, and main gets the job's result.
//
// Watch:  the callbacks run one after the other, and between two of them the handler.
// Source: asyncio's Future.add_done_callback and set_exception_handler; beyond the articles.

#include "scenarios/errors/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<int> job(Duration time) {
    co_await sleep(time);
    log("the job is done");
    co_return 42;
}

Coroutine<std::string> callback_exception(Stage& stage) {
    const int callbacks = stage.integer("callbacks");
    const int bad = stage.integer("bad");
    int told = 0;
    int reports = 0;
    EventLoop& loop = get_running_loop();
    loop.set_exception_handler([&](EventLoop&, const ExceptionContext& context) {
        ++reports;
        log("handler: {}", describe(context.exception));
    });

    auto task = create_task(job(stage.duration("time")), "job");
    for (int n = 1; n <= callbacks; ++n) {
        const auto tell = [&told, n, bad](const Task<int>& done) {
            if (n == bad) {
                throw ValueError("callback " + std::to_string(n) + " has a bug");
            }
            ++told;
            log("callback {} is told: {}", n, done.result());
        };
        task.add_done_callback({tell, name("callback", n)});
    }
    const int result = co_await task;
    log("main has the result: {}", result);
    loop.set_exception_handler({});

    stage.expect(told + reports == callbacks, "every callback has run");
    stage.expect(result == 42, "who awaits the job gets its result");
    co_return fmt::format("told: {}, reports: {}", told, reports);
}

}  // namespace

const Scenario kCallbackException{
    ScenarioId("errors/callback-exception"),
    Title("An error in a callback", "回调里的异常"),
    Difficulty::Medium,
    Params()
        .integer("callbacks", 3, AtLeast(1), AtMost(100))
        .integer("bad", 2, AtLeast(0), AtMost(100))
        .duration("time", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(callback_exception, Expected().ends_at(100ms).result("told: 2, reports: 1")),
};

}  // namespace coroscope
