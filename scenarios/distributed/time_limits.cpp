// Time limits
//
// Three jobs run for too long. The soft limit is an exception inside the job: one cleans up and
// returns, one cleans up for too long, one does not know it. The hard limit kills the process.
//
// Watch:  at 3 s three crosses, at 5 s a slot without a process.
// Source: article C, task_soft_time_limit 300 and task_time_limit 600, long_running_task.

#include "runtime/text/message.h"
#include "runtime/world/celery.h"
#include "runtime/world/worker.h"
#include "scenarios/distributed/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<std::string> outcome_of(AsyncResult job) {
    std::string outcome;
    try {
        outcome = co_await job.get();
    } catch (const Error& error) {
        outcome = std::string(error.type());
    }
    log("{}: {} after {}", job.id(), outcome, format_duration(now().count()));
    co_return outcome;
}

Coroutine<std::string> time_limits(Stage& stage) {
    const Duration work = stage.duration("work");
    Celery app("myapp", Transport::Redis);
    app.conf.task_soft_time_limit = stage.duration("soft");
    app.conf.task_time_limit = stage.duration("hard");
    app.conf.process_start = stage.duration("process_start");
    app.conf.worker_pool =
        stage.integer("threads") == 1 ? WorkerPool::Threads : WorkerPool::Prefork;
    JobType tidy = app.task("tidy").takes(work).returns("all done");
    JobType sluggish = app.task("sluggish").takes(work).returns("all done");
    JobType deaf = app.task("deaf").takes(work).returns("all done");
    tidy.cleans_up(1s, "half done, tidied up");
    sluggish.cleans_up(3s, "half done, tidied up");
    Worker worker(app, "worker-1", WorkerOptions().concurrency(3));

    auto first = create_task(outcome_of(tidy.delay()), "wait-tidy");
    auto second = create_task(outcome_of(sluggish.delay()), "wait-sluggish");
    auto third = create_task(outcome_of(deaf.delay()), "wait-deaf");
    const auto outcomes = co_await gather(first, second, third);
    const auto& [a, b, c] = outcomes;
    co_return fmt::format("{}; {}; {}", a, b, c);
}

}  // namespace

const Scenario kTimeLimits{
    ScenarioId("distributed/time-limits"),
    Title("Time limits", "时间限制"),
    Difficulty::Medium,
    Params()
        .duration("work", 10s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("soft", 3s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("hard", 5s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("process_start", 500ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s))
        .integer("threads", 0, AtLeast(0), AtMost(1)),
    Variants().only(time_limits,
                    Expected().ends_at(5s).result(
                        "half done, tidied up; TimeLimitExceeded; SoftTimeLimitExceeded")),
};

}  // namespace coroscope
