// Producers and consumers
//
// Two producers put items into a queue with room for five, three slower consumers take them out.
// The full queue makes the producers wait (backpressure); join() waits until every item has been
// worked on; then the consumers, which would wait for ever, are cancelled.
//
// Watch:  the plot of the queue: it fills up to the red line, and then the producers wait.
// Source: articles B and D.

#include "scenarios/patterns/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> producer(Queue<std::string>& queue, char letter, int items, Duration pace) {
    for (int n = 1; n <= items; ++n) {
        co_await sleep(pace);
        co_await queue.put(fmt::format("{}{}", letter, n));
    }
}

Coroutine<> consumer(Queue<std::string>& queue, Shared<int>& done, Duration work) {
    for (;;) {
        const std::string item = co_await queue.get();
        co_await sleep(work);
        done.write(done.read() + 1);
        queue.task_done();
    }
}

Coroutine<std::string> producer_consumer(Stage& stage) {
    const int producers = stage.integer("producers");
    const int consumers = stage.integer("consumers");
    const int items = stage.integer("items");
    Queue<std::string> queue("queue", stage.integer("size"));
    Shared<int> done("done", 0);

    std::vector<Task<>> making;
    for (int i = 0; i < producers; ++i) {
        const char letter = static_cast<char>('a' + i);
        making.push_back(
            create_task(producer(queue, letter, items, 100ms + i * 50ms), name("producer", i + 1)));
    }
    std::vector<Task<>> using_up;
    for (int i = 0; i < consumers; ++i) {
        using_up.push_back(
            create_task(consumer(queue, done, 300ms + i * 100ms), name("consumer", i + 1)));
    }

    co_await gather(making);
    log("everything is in the queue");
    co_await queue.join();
    log("everything is done");
    for (Task<>& task : using_up) {
        task.cancel();
    }
    co_await gather(return_exceptions, using_up);

    stage.expect(done.read() == producers * items, "every item is worked on once");
    co_return fmt::format("{} items", done.read());
}

}  // namespace

const Scenario kProducerConsumer{
    ScenarioId("patterns/producer-consumer"),
    Title("Producers and consumers", "生产者与消费者"),
    Difficulty::Medium,
    Params()
        .integer("producers", 2, AtLeast(1), AtMost(20))
        .integer("consumers", 3, AtLeast(1), AtMost(50))
        .integer("size", 5, AtLeast(0), AtMost(1000))
        .integer("items", 8, AtLeast(1), AtMost(1000)),
    Variants().only(producer_consumer, Expected().result("16 items")),
};

}  // namespace coroscope
