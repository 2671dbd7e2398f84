// A task queue
//
// A program hands jobs to workers in other processes: it sends a message and gets an id at once.
// What became of the job it learns from the result backend. Four jobs, and each comes to another
// end: one succeeds, one fails after a retry, one is slow, one is revoked.
//
// Watch:  nobody awaits while a message is on its way; the rows of worker-1 fill by themselves.
// Source: article C, add, multiply and long_running_task.

#include "runtime/world/celery.h"
#include "runtime/world/worker.h"
#include "scenarios/distributed/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

JobRun add_numbers(const JobRequest& request) {
    return JobRun(500ms).returns(std::to_string(request.number(0) + request.number(1)));
}

JobRun run_for(const JobRequest& request) {
    return JobRun(std::chrono::seconds(request.number(0)))
        .returns(fmt::format("done after {} s", request.args[0]));
}

/// Asks for the state until there is an end; tells each change.
Coroutine<> watch(AsyncResult job, Duration period) {
    std::string_view seen = "";
    while (true) {
        const std::string_view state = job.state();
        if (state != seen) {
            log("{} is {}", job.id(), state);
            seen = state;
        }
        if (job.ready()) {
            co_return;
        }
        co_await sleep(period);
    }
}

Coroutine<std::string> task_queue(Stage& stage) {
    Celery app("myapp", Transport::Redis);
    app.conf.task_track_started = true;
    const JobType add = app.task("add").runs(add_numbers);
    const JobType long_running = app.task("long_running").runs(run_for);
    JobType flaky = app.task("flaky").takes(500ms).fails("ConnectionError: refused");
    flaky.autoretry().max_retries(stage.integer("retries")).default_retry_delay(1s);
    Worker worker(app, "worker-1", WorkerOptions().concurrency(stage.integer("slots")));

    const AsyncResult sum = add.delay(4, 4);
    log("{} is {}", sum.id(), sum.state());
    const std::string value = co_await sum.get(10s);
    log("{} gives {}", sum.id(), value);

    const AsyncResult slow = long_running.delay(stage.integer("long"));
    const AsyncResult failing = flaky.delay();
    const AsyncResult unwanted = add.apply_async({1, 1}, Call().countdown(1h));
    const Duration period = stage.duration("period");
    auto first = create_task(watch(slow, period), "watch-slow");
    auto second = create_task(watch(failing, period), "watch-failing");
    auto third = create_task(watch(unwanted, period), "watch-unwanted");
    co_await sleep(2s);
    unwanted.revoke();
    co_await gather(first, second, third);

    const AsyncResult invented = app.result("no-such-job");
    log("{} is {}", invented.id(), invented.state());
    stage.expect(value == "8", "4 and 4 are 8");
    co_return fmt::format("{}, {}, {}, {}", sum.state(), slow.state(), failing.state(),
                          unwanted.state());
}

}  // namespace

const Scenario kTaskQueue{
    ScenarioId("distributed/task-queue"),
    Title("A task queue", "任务队列"),
    Difficulty::Easy,
    Params()
        .integer("slots", 2, AtLeast(1), AtMost(8))
        .integer("long", 5, AtLeast(1), AtMost(60))
        .integer("retries", 1, AtLeast(0), AtMost(3))
        .duration("period", 250ms, AtLeast<Duration>(10ms), AtMost<Duration>(10s)),
    Variants().only(task_queue, Expected().result("SUCCESS, SUCCESS, FAILURE, REVOKED")),
};

}  // namespace coroscope
