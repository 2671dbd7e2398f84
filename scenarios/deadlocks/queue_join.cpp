// Join without task_done
//
// Consumers take items from a queue and call task_done() after each. One item cannot be processed:
// the exception is caught, but it jumps over task_done(). The queue's count of unfinished items
// never gets back to zero, and join() waits for ever.
//
// Watch:  the queue is empty and both consumers wait for more, but join() does not end.
// Source: article A, a consumer with task_done() inside its try; article B, five producers, two
// consumers and room for three.

#include "scenarios/deadlocks/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Work {
    Duration duration;
    int bad;  // the item that cannot be processed
};

Coroutine<> process(int item, Work work) {
    co_await sleep(work.duration);
    if (item == work.bad) {
        throw ValueError(fmt::format("item {} is bad", item));
    }
    log("item {} is processed", item);
}

Coroutine<> consume(Queue<int>& jobs, Work work) {
    while (true) {
        const int item = co_await jobs.get();
        try {
            co_await process(item, work);
            jobs.task_done();
        } catch (const ValueError& error) {
            log("skipped: {}", error.what());  // and not counted as done
        }
    }
}

Coroutine<> consume_and_count(Queue<int>& jobs, Work work) {
    while (true) {
        const int item = co_await jobs.get();
        try {
            co_await process(item, work);
        } catch (const ValueError& error) {
            log("skipped: {}", error.what());
        }
        jobs.task_done();  // whatever happened: finally
    }
}

Coroutine<> produce(Queue<int>& jobs, int item) { co_await jobs.put(item); }

template <class Consume>
Coroutine<std::string> produce_and_join(Stage& stage, Consume make_consumer) {
    const Work work{.duration = stage.duration("work"), .bad = stage.integer("bad")};
    const int items = stage.integer("items");
    Queue<int> jobs("jobs", stage.integer("capacity"));
    std::vector<Task<>> producers;
    for (int item = 1; item <= items; ++item) {
        producers.push_back(create_task(produce(jobs, item), name("producer", item)));
    }
    std::vector<Task<>> consumers;
    for (int i = 1; i <= stage.integer("consumers"); ++i) {
        consumers.push_back(create_task(make_consumer(jobs, work), name("consumer", i)));
    }
    co_await gather(producers);
    log("all items are in");
    co_await jobs.join();
    for (const Task<>& consumer : consumers) {
        consumer.cancel();
    }
    co_await gather(return_exceptions, consumers);
    co_return "the queue is done";
}

Coroutine<std::string> task_done_skipped(Stage& stage) { return produce_and_join(stage, consume); }

Coroutine<std::string> task_done_always(Stage& stage) {
    return produce_and_join(stage, consume_and_count);
}

}  // namespace

const Scenario kQueueJoin{
    ScenarioId("deadlocks/queue-join"),
    Title("Join without task_done", "join 等不到 task_done"),
    Difficulty::Easy,
    Params()
        .integer("items", 5, AtLeast(1), AtMost(100))
        .integer("bad", 3, AtLeast(0), AtMost(100))
        .integer("consumers", 2, AtLeast(1), AtMost(16))
        .integer("capacity", 3, AtLeast(0), AtMost(100))
        .duration("work", 200ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(task_done_skipped, Expected().finding("missing-task-done").hangs().ends_at(600ms))
        .fixed(task_done_always, Expected().ends_at(600ms).result("the queue is done")),
};

}  // namespace coroscope
