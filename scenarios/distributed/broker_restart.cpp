// The broker restarts
//
// Twenty jobs, one worker, and after 4.5 s the broker is gone for 1.5 s. What it had only in its
// memory is lost, and nobody says so. Persistent messages in a durable queue are on its disk: they
// are there again, and so is what the worker had fetched.
//
// Watch:  the curve "in queue celery" at 4.5 s: it falls to nothing and stays there, or comes back.
// Source: article C, the broker of a task queue; RabbitMQ's documentation, Queues (durability).

#include "runtime/text/message.h"
#include "runtime/world/celery.h"
#include "runtime/world/worker.h"
#include "scenarios/distributed/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> wait_for_all(const std::vector<AsyncResult>& results) {
    for (const AsyncResult& result : results) {
        co_await result.get();
    }
}

Coroutine<std::string> work_through_a_restart(Stage& stage, bool persistent) {
    Celery app("myapp", Transport::RabbitMq);
    app.conf.task_persistent = persistent;
    app.conf.task_acks_late = stage.integer("late") == 1;
    const JobType job = app.task("job").takes(stage.duration("work"));
    std::vector<AsyncResult> results;
    for (int i = 0; i < stage.integer("jobs"); ++i) {
        results.push_back(job.delay());
    }
    Worker worker(app, "worker-1", WorkerOptions().concurrency(1));

    auto waiting = create_task(wait_for_all(results), "waiting");
    co_await sleep(stage.duration("crash"));
    log("the broker is gone");
    app.broker().restart(stage.duration("downtime"));
    try {
        co_await wait_for(waiting, stage.duration("patience"));
        log("all jobs are done, {} runs began", app.runs());
    } catch (const TimeoutError&) {
        log("after {} still not all jobs are done", format_duration(now().count()));
    }
    const auto done = std::ranges::count_if(results, &AsyncResult::successful);
    stage.expect(done == stage.integer("jobs"), "every job is done");
    co_return fmt::format("{} done, {} lost, {} runs", done, app.broker().lost(), app.runs());
}

Coroutine<std::string> transient(Stage& stage) {
    const std::string result = co_await work_through_a_restart(stage, false);
    co_return result;
}

Coroutine<std::string> persistent(Stage& stage) {
    const std::string result = co_await work_through_a_restart(stage, true);
    co_return result;
}

}  // namespace

const Scenario kBrokerRestart{
    ScenarioId("distributed/broker-restart"),
    Title("The broker restarts", "消息代理重启"),
    Difficulty::Medium,
    Params()
        .integer("jobs", 20, AtLeast(1), AtMost(200))
        .duration("work", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(1min))
        .duration("crash", 4500ms, AtLeast<Duration>(0ms), AtMost<Duration>(10min))
        .duration("downtime", 1500ms, AtLeast<Duration>(0ms), AtMost<Duration>(10min))
        .duration("patience", 1min, AtLeast<Duration>(1s), AtMost<Duration>(1h))
        .integer("late", 0, AtLeast(0), AtMost(1)),
    Variants()
        .broken(transient,
                Expected().check_fails("every job is done").result("5 done, 15 lost, 5 runs"))
        .fixed(persistent, Expected().ends_at(21500ms).result("20 done, 0 lost, 20 runs")),
};

}  // namespace coroscope
