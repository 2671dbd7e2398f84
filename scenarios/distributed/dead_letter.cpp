// A poison message
//
// A job kills the process that runs it, each time. Given back to its queue it returns to its old
// place: the first. It is run again and again, and nobody behind it is ever served. A queue that
// counts returns puts it aside, to the dead letters, where a person can look at it.
//
// Watch:  the row of worker-1: the same job again and again.
// Source: article C, workers and queues; RabbitMQ's documentation, Quorum Queues and Dead Letter
//         Exchanges; Celery's documentation, task_reject_on_worker_lost.

#include "runtime/world/celery.h"
#include "runtime/world/worker.h"
#include "scenarios/distributed/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<std::string> resize_all(Stage& stage, Celery& app) {
    app.conf.task_acks_late = true;
    app.conf.task_reject_on_worker_lost = true;
    app.conf.worker_prefetch_multiplier = 1;
    app.conf.worker_concurrency = 1;
    const Duration work = stage.duration("work");
    JobType resize = app.task("resize");
    resize.runs([work](const JobRequest& request) {
        if (request.args[0] == "photo-2") {
            return JobRun(work).kills_process();
        }
        return JobRun(work).returns("resized " + request.args[0]);
    });
    std::vector<AsyncResult> photos;
    for (int i = 1; i <= stage.integer("photos"); ++i) {
        photos.push_back(resize.delay(fmt::format("photo-{}", i)));
    }
    Worker worker(app, "worker-1");

    const AsyncResult& last = photos.back();
    try {
        const std::string value = co_await last.get(stage.duration("patience"));
        log("{}: {}", last.id(), value);
    } catch (const Error& error) {
        log("{}: {}", last.id(), error.type());
    }
    const std::size_t buried = app.queue("dead letters").size();
    stage.expect(last.successful(), "the photo at the end is resized");
    co_return fmt::format("{} runs, {} dead letters", app.runs(), buried);
}

Coroutine<std::string> classic_queue(Stage& stage) {
    Celery app("myapp", Transport::RabbitMq);
    const std::string result = co_await resize_all(stage, app);
    co_return result;
}

Coroutine<std::string> quorum_queue(Stage& stage) {
    Celery app("myapp", Transport::RabbitMq);
    app.queue("celery").quorum().delivery_limit(stage.integer("limit")).dead_letter("dead letters");
    const std::string result = co_await resize_all(stage, app);
    co_return result;
}

}  // namespace

const Scenario kDeadLetter{
    ScenarioId("distributed/dead-letter"),
    Title("A poison message", "毒消息与死信"),
    Difficulty::Hard,
    Params()
        .integer("photos", 4, AtLeast(3), AtMost(50))
        .integer("limit", 3, AtLeast(1), AtMost(100))
        .duration("work", 1s, AtLeast<Duration>(10ms), AtMost<Duration>(1min))
        .duration("patience", 30s, AtLeast<Duration>(1s), AtMost<Duration>(1h)),
    Variants()
        .broken(classic_queue, Expected().check_fails("the photo at the end is resized"))
        .fixed(quorum_queue),
};

}  // namespace coroscope
