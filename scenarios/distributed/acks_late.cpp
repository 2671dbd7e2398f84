// A worker that dies
//
// A worker takes a job of ten seconds, and after four its machine loses power. By default a job is
// acknowledged when it begins: the broker has forgotten it, and it is lost. Acknowledged when it
// ends, the broker still has it and gives it to the next worker.
//
// Watch:  at 4 s: does the message come back into the queue?
// Source: article C, the worker of a task queue; Celery's documentation, task_acks_late.

#include "runtime/text/message.h"
#include "runtime/world/celery.h"
#include "runtime/world/worker.h"
#include "scenarios/distributed/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<std::string> send_one(Stage& stage, bool late) {
    Celery app("myapp", stage.integer("redis") == 1 ? Transport::Redis : Transport::RabbitMq);
    app.conf.task_acks_late = late;
    app.conf.task_track_started = true;
    app.conf.visibility_timeout = 30s;
    app.conf.visibility_check_period = 1s;
    const JobType report = app.task("report").takes(stage.duration("work")).returns("42 pages");
    Worker first(app, "worker-1", WorkerOptions().concurrency(1));
    Worker second(app, "worker-2", WorkerOptions().concurrency(1));
    first.crash_at(stage.duration("crash"));

    const AsyncResult result = report.delay();
    std::string outcome;
    try {
        outcome = co_await result.get(stage.duration("patience"));
    } catch (const TimeoutError&) {
        outcome = "no result";
    }
    log("{} is {}: {}, after {}", result.id(), result.state(), outcome,
        format_duration(now().count()));
    stage.expect(result.successful(), "the job is done");
    co_return fmt::format("{}, runs: {}", result.state(), result.starts().size());
}

Coroutine<std::string> acks_early(Stage& stage) { return send_one(stage, false); }
Coroutine<std::string> acks_late(Stage& stage) { return send_one(stage, true); }

}  // namespace

const Scenario kAcksLate{
    ScenarioId("distributed/acks-late"),
    Title("A worker that dies", "崩溃的工作进程"),
    Difficulty::Medium,
    Params()
        .duration("work", 10s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("crash", 4s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("patience", 1min, AtLeast<Duration>(1s), AtMost<Duration>(1h))
        .integer("redis", 0, AtLeast(0), AtMost(1)),
    Variants()
        .broken(acks_early,
                Expected().ends_at(1min).result("STARTED, runs: 1").check_fails("the job is done"))
        .fixed(acks_late, Expected().ends_at(14s).result("SUCCESS, runs: 2")),
};

}  // namespace coroscope
