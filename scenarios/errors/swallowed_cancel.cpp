// The cancellation that was swallowed
//
// A worker does ten jobs. A job that fails is to be skipped, so it catches everything and goes on.
// When it is asked to stop, the request arrives as an exception, too: it is logged as one more job
// that failed, and the worker goes on.
//
// Watch:  at 250 ms "job 3 failed" is no failure at all; the worker stands at the same await again.
// Source: asyncio's documentation of task cancellation; since Python 3.8 CancelledError is no
//         Exception, for this reason.

#include "scenarios/errors/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> job(int number, Duration length) {
    co_await sleep(length);
    if (number == 2) {
        throw ValueError("no number");
    }
}

Coroutine<> worker(int jobs, Shared<int>& done, Duration length) {
    for (int number = 1; number <= jobs; ++number) {
        try {
            co_await job(number, length);
            done.write(done.read() + 1);
        } catch (...) {  // "except:" catches the request to stop, too
            log("job {} failed, go on", number);
        }
    }
}

Coroutine<> worker_that_stops(int jobs, Shared<int>& done, Duration length) {
    for (int number = 1; number <= jobs; ++number) {
        try {
            co_await job(number, length);
            done.write(done.read() + 1);
        } catch (const std::exception&) {  // "except Exception:" does not
            log("job {} failed, go on", number);
        }
    }
}

Coroutine<std::string> stop(Stage& stage, Coroutine<> work, const Shared<int>& done) {
    auto task = create_task(std::move(work), "worker");
    co_await sleep(stage.duration("stop"));
    log("asks the worker to stop");
    task.cancel();
    co_await gather(return_exceptions, task);
    const bool in_time = stage.duration("stop") < stage.integer("jobs") * stage.duration("job");
    stage.expect(task.cancelled() || !in_time, "who is asked to stop stops");
    log("the worker is over");
    co_return fmt::format("{} of {} jobs done", done.read(), stage.integer("jobs"));
}

Coroutine<std::string> catches_everything(Stage& stage) {
    Shared<int> done("done", 0);
    auto work = worker(stage.integer("jobs"), done, stage.duration("job"));
    co_return co_await stop(stage, std::move(work), done);
}

Coroutine<std::string> catches_exceptions(Stage& stage) {
    Shared<int> done("done", 0);
    auto work = worker_that_stops(stage.integer("jobs"), done, stage.duration("job"));
    co_return co_await stop(stage, std::move(work), done);
}

}  // namespace

const Scenario kSwallowedCancel{
    ScenarioId("errors/swallowed-cancel"),
    Title("The cancellation that was swallowed", "被吞掉的取消"),
    Difficulty::Easy,
    Params()
        .integer("jobs", 10, AtLeast(1), AtMost(1000))
        .duration("job", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1min))
        .duration("stop", 250ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(catches_everything, Expected()
                                        .finding("swallowed-cancellation")
                                        .check_fails("who is asked to stop stops")
                                        .ends_at(950ms)
                                        .result("8 of 10 jobs done"))
        .fixed(catches_exceptions, Expected().ends_at(250ms).result("1 of 10 jobs done")),
};

}  // namespace coroscope
