// The item that a consumer takes with it
//
// A consumer leaves when nothing comes for five seconds: a TimeoutError ends its loop. But the try
// also covers the work, and the work has a timeout of its own. When a slow item times out, the
// consumer believes that the queue is empty and goes home, with an item that nobody has done.
//
// Watch:  item 2 times out at 1 s; its consumer leaves while items wait in the queue.
// Source: article A, producers and consumers with timeouts.

#include "scenarios/found_in_tutorials/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Work {
    explicit Work(const Stage& stage)
        : length(stage.duration("work")),
          slow(stage.integer("slow")),
          limit(stage.duration("limit")),
          patience(stage.duration("patience")) {}
    Duration length;
    int slow;  // the item that takes ten times as long
    Duration limit;
    Duration patience;
};

Coroutine<> process(int item, Work work) {
    co_await sleep(item == work.slow ? 10 * work.length : work.length);
    log("item {} is done", item);
}

struct Counts {
    int done = 0;
    int failed = 0;
};

Coroutine<> one_try(Queue<int>& jobs, Work work, Counts& counts) {
    for (;;) {
        try {
            const int item = co_await wait_for(jobs.get(), work.patience);
            co_await wait_for(process(item, work), work.limit);
            ++counts.done;
            jobs.task_done();
        } catch (const TimeoutError&) {
            log("nothing comes: leaves");
            co_return;
        }
    }
}

Coroutine<> two_tries(Queue<int>& jobs, Work work, Counts& counts) {
    for (;;) {
        int item = 0;
        try {
            item = co_await wait_for(jobs.get(), work.patience);
        } catch (const TimeoutError&) {
            log("nothing comes: leaves");
            co_return;
        }
        try {
            co_await wait_for(process(item, work), work.limit);
            ++counts.done;
        } catch (const TimeoutError&) {
            log("item {} takes too long", item);
            ++counts.failed;
        }
        jobs.task_done();
    }
}

template <class Consume>
Coroutine<std::string> run(Stage& stage, Consume consume) {
    const int items = stage.integer("items");
    Queue<int> jobs("jobs");
    for (int item = 1; item <= items; ++item) {
        jobs.put_nowait(item);
    }
    Counts counts;
    std::vector<Task<>> consumers;
    for (int i = 1; i <= stage.integer("consumers"); ++i) {
        consumers.push_back(create_task(consume(jobs, Work(stage), counts), name("consumer", i)));
    }
    co_await gather(consumers);
    const int unknown = items - counts.done - counts.failed;
    stage.expect(unknown == 0, "of each item it is known what became of it");
    co_return fmt::format("{} done, {} failed, {} unknown", counts.done, counts.failed, unknown);
}

Coroutine<std::string> leaves_with_it(Stage& stage) { return run(stage, one_try); }
Coroutine<std::string> tells_them_apart(Stage& stage) { return run(stage, two_tries); }

}  // namespace

const Scenario kUnknownState{
    ScenarioId("found-in-tutorials/unknown-state"),
    Title("The item that a consumer takes with it", "被消费者带走的元素"),
    Difficulty::Medium,
    Params()
        .integer("items", 6, AtLeast(1), AtMost(100))
        .integer("consumers", 2, AtLeast(1), AtMost(20))
        .integer("slow", 2, AtLeast(0), AtMost(100))
        .duration("work", 300ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("limit", 1s, AtLeast<Duration>(1ms), AtMost<Duration>(1h))
        .duration("patience", 5s, AtLeast<Duration>(1ms), AtMost<Duration>(1h)),
    Variants()
        .broken(leaves_with_it, Expected()
                                    .check_fails("of each item it is known what became of it")
                                    .ends_at(6500ms)
                                    .result("5 done, 0 failed, 1 unknown"))
        .fixed(tells_them_apart, Expected().ends_at(6300ms).result("5 done, 1 failed, 0 unknown")),
};

}  // namespace coroscope
