// A task queue with an end
//
// Two producers, three consumers, and an end that everybody hears of: when both producers are done,
// main puts one "no more" for each consumer behind the last item. A consumer that takes it leaves.
// All items before it are taken by then, and nobody waits longer than needed.
//
// Watch:  the three "no more" stand in the queue behind the last items; each consumer takes one.
// Source: article E, a task queue with two producers and three consumers.

#include "scenarios/patterns/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

using Item = std::optional<int>;  // none: no more

Coroutine<> produce(Queue<Item>& jobs, int first, int items, Duration pace) {
    for (int item = first; item < first + items; ++item) {
        co_await jobs.put(item);
        co_await sleep(pace);
    }
}

Coroutine<int> consume(Queue<Item>& jobs, Duration work) {
    int done = 0;
    for (;;) {
        const Item item = co_await jobs.get();
        if (!item) {
            log("no more: leaves");
            co_return done;
        }
        co_await sleep(work);
        log("item {} is done", *item);
        ++done;
    }
}

Coroutine<std::string> run(Stage& stage) {
    const int items = stage.integer("items");
    const Duration pace = stage.duration("pace");
    Queue<Item> jobs("jobs", stage.integer("capacity"));
    std::vector<Task<>> producers;
    for (int i = 1; i <= 2; ++i) {
        auto producing = produce(jobs, 1 + (i - 1) * items, items, pace);
        producers.push_back(create_task(std::move(producing), name("producer", i)));
    }
    std::vector<Task<int>> consumers;
    for (int i = 1; i <= stage.integer("consumers"); ++i) {
        consumers.push_back(
            create_task(consume(jobs, stage.duration("work")), name("consumer", i)));
    }
    co_await gather(producers);
    for (std::size_t i = 0; i < consumers.size(); ++i) {
        co_await jobs.put(std::nullopt);
    }
    const std::vector<int> done = co_await gather(consumers);
    int all = 0;
    for (const int each : done) {
        all += each;
    }
    stage.expect(all == 2 * items, "every item is done");
    co_return fmt::format("{} items are done", all);
}

}  // namespace

const Scenario kPatternsTaskQueue{
    ScenarioId("patterns/task-queue"),
    Title("A task queue with an end", "有终点的任务队列"),
    Difficulty::Easy,
    Params()
        .integer("items", 3, AtLeast(1), AtMost(100))
        .integer("consumers", 3, AtLeast(1), AtMost(20))
        .integer("capacity", 0, AtLeast(0), AtMost(100))
        .duration("pace", 300ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s))
        .duration("work", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(10s)),
    Variants().only(run, Expected().ends_at(2300ms).result("6 items are done")),
};

}  // namespace coroscope
