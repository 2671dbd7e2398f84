// What a worker has fetched
//
// Slow and quick jobs alternate, two workers of four slots. Each worker fetches messages before it
// can run them, four for each slot: turn by turn, so that one gets all the slow ones. The other is
// done early and may take none of them.
//
// Watch:  the rows of worker-2 are empty from 4 s on, while worker-1 has sixteen jobs before it.
// Source: article C, worker_concurrency 4 and worker_prefetch_multiplier 1.

#include "runtime/text/message.h"
#include "runtime/world/celery.h"
#include "runtime/world/worker.h"
#include "scenarios/distributed/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Crew {
    std::vector<std::unique_ptr<Worker>> workers;
    [[nodiscard]] bool wastes_a_slot(int slots) const {
        const auto holds = [](const auto& worker) { return worker->holds() > 0; };
        const auto idle = [&](const auto& worker) { return worker->running() < slots; };
        return std::ranges::any_of(workers, holds) && std::ranges::any_of(workers, idle);
    }
};

/// Looks in the middle of each second until it is cancelled.
Coroutine<> look_for_waste(const Crew& crew, int slots, int& wasted_seconds) {
    co_await sleep(500ms);
    while (true) {
        wasted_seconds += crew.wastes_a_slot(slots) ? 1 : 0;
        co_await sleep(1s);
    }
}

Coroutine<std::string> work_off(Stage& stage, int multiplier, bool late) {
    const int slots = stage.integer("slots");
    Celery app("myapp", Transport::Redis);
    app.conf.worker_concurrency = slots;
    app.conf.worker_prefetch_multiplier = multiplier;
    app.conf.task_acks_late = late;
    const JobType slow = app.task("slow").takes(stage.duration("slow"));
    const JobType quick = app.task("quick").takes(stage.duration("quick"));
    std::vector<AsyncResult> results;
    for (int i = 0; i < stage.integer("pairs"); ++i) {
        results.push_back(slow.delay());
        results.push_back(quick.delay());
    }
    Crew crew;
    for (int i = 1; i <= stage.integer("workers"); ++i) {
        crew.workers.push_back(std::make_unique<Worker>(app, fmt::format("worker-{}", i)));
    }

    int wasted = 0;
    auto watcher = create_task(look_for_waste(crew, slots, wasted), "watcher");
    for (const AsyncResult& result : results) {
        co_await result.get();
    }
    watcher.cancel();
    co_await gather(return_exceptions, watcher);
    stage.expect(wasted == 0, "no slot is idle while a message waits in a worker");
    co_return fmt::format("{} jobs in {}, {} s with an idle slot", results.size(),
                          format_duration(now().count()), wasted);
}

Coroutine<std::string> prefetch_four(Stage& stage) { return work_off(stage, 4, false); }
Coroutine<std::string> prefetch_one(Stage& stage) {
    return work_off(stage, 1, stage.integer("late") == 1);
}

}  // namespace

const Scenario kPrefetch{
    ScenarioId("distributed/prefetch"),
    Title("What a worker has fetched", "预取"),
    Difficulty::Medium,
    Params()
        .integer("pairs", 16, AtLeast(1), AtMost(100))
        .integer("workers", 2, AtLeast(1), AtMost(8))
        .integer("slots", 4, AtLeast(1), AtMost(16))
        .duration("slow", 10s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("quick", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .integer("late", 1, AtLeast(0), AtMost(1)),
    Variants()
        .broken(prefetch_four, Expected().ends_at(40s).check_fails(
                                   "no slot is idle while a message waits in a worker"))
        .fixed(prefetch_one, Expected().ends_at(25s)),
};

}  // namespace coroscope
