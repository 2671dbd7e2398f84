// A crew of workers
//
// Five queues, a crew of workers, hundreds of jobs of different lengths. How long does the last one
// take? The sum of all the work, divided by the slots, is the least that it can be; what is more is
// waste: slots that are idle while messages wait elsewhere.
//
// Watch:  zoom out, and see which rows are white at the end.
// Source: article C, the architecture of a distributed task queue.

#include <memory>

#include "runtime/text/message.h"
#include "runtime/world/celery.h"
#include "runtime/world/worker.h"
#include "scenarios/distributed/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

/// Between a tenth and nineteen tenths of the mean, by turns, the same in each run.
Duration length_of(int job, Duration mean) { return mean * (job * 7 % 19 + 1) / 10; }

std::vector<AsyncResult> publish(Stage& stage, const Celery& app) {
    const Duration mean = stage.duration("work");
    JobType work = app.task("job");
    work.runs([mean](const JobRequest& request) {
        return JobRun(length_of(static_cast<int>(request.number(0)), mean));
    });
    std::vector<AsyncResult> results;
    for (int i = 0; i < stage.integer("jobs"); ++i) {
        const std::string queue = fmt::format("queue-{}", i % stage.integer("queues") + 1);
        results.push_back(work.apply_async({i}, Call().queue(queue)));
    }
    return results;
}

Coroutine<std::string> many_jobs(Stage& stage) {
    const int queues = stage.integer("queues");
    const int slots = stage.integer("slots");
    Celery app("myapp", Transport::RabbitMq);
    app.conf.worker_prefetch_multiplier = stage.integer("multiplier");
    app.conf.task_acks_late = stage.integer("late") == 1;
    const std::vector<AsyncResult> results = publish(stage, app);
    std::vector<std::string> names;
    for (int q = 1; q <= queues; ++q) {
        names.push_back(fmt::format("queue-{}", q));
    }
    std::vector<std::unique_ptr<Worker>> crew;
    for (int i = 0; i < stage.integer("workers"); ++i) {
        WorkerOptions options = WorkerOptions().concurrency(slots);
        if (stage.integer("own_queue") == 1) {
            options.queues({names[static_cast<std::size_t>(i % queues)]});
        } else {
            options.queues(names);
        }
        crew.push_back(std::make_unique<Worker>(app, fmt::format("worker-{}", i + 1), options));
    }

    for (const AsyncResult& result : results) {
        co_await result.get();
    }
    Duration work = {};
    for (int i = 0; i < stage.integer("jobs"); ++i) {
        work += length_of(i, stage.duration("work"));
    }
    const Duration least = work / (stage.integer("workers") * slots);
    co_return fmt::format("{} jobs in {}, {} of work for each slot", results.size(),
                          format_duration(now().count()), format_duration(least.count()));
}

}  // namespace

const Scenario kManyJobs{
    ScenarioId("distributed/many-jobs"),
    Title("A crew of workers", "一队工作进程"),
    Difficulty::Hard,
    Params()
        .integer("jobs", 200, AtLeast(1), AtMost(10'000))
        .integer("workers", 10, AtLeast(5), AtMost(100))
        .integer("queues", 5, AtLeast(1), AtMost(5))
        .integer("slots", 1, AtLeast(1), AtMost(8))
        .integer("multiplier", 4, AtLeast(1), AtMost(16))
        .integer("late", 0, AtLeast(0), AtMost(1))
        .integer("own_queue", 0, AtLeast(0), AtMost(1))
        .duration("work", 1s, AtLeast<Duration>(10ms), AtMost<Duration>(1min)),
    Variants().only(many_jobs),
};

}  // namespace coroscope
