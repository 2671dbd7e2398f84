// Producers and consumers with timeouts
//
// Two producers, three consumers. Nobody tells the consumers that no more will come: each waits for
// the next item for at most some seconds, and goes home when it has waited in vain. That ends the
// program, late if they wait long, and too early if they do not wait long enough.
//
// Watch:  the last item is done at 2.7 s; the program ends when the last consumer has lost
// patience. Source: article A, producers and consumers with timeouts.

#include "scenarios/patterns/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> produce(Queue<std::string>& jobs, std::string producer, int items, Duration pace) {
    for (int item = 1; item <= items; ++item) {
        co_await sleep(pace);
        co_await jobs.put(fmt::format("{}{}", producer, item));
    }
    log("{} has no more", producer);
}

Coroutine<> consume(Queue<std::string>& jobs, Duration work, Duration patience, int& done) {
    for (;;) {
        std::string item;
        try {
            item = co_await wait_for(jobs.get(), patience);
        } catch (const TimeoutError&) {
            log("nothing comes: leaves");
            co_return;
        }
        co_await sleep(work);
        log("{} is done", item);
        ++done;
    }
}

Coroutine<std::string> run(Stage& stage) {
    const int items = stage.integer("items");
    const Duration pace = stage.duration("pace");
    const Duration work = stage.duration("work");
    const Duration patience = stage.duration("patience");
    Queue<std::string> jobs("jobs", stage.integer("capacity"));
    int done = 0;
    std::vector<Task<>> all;
    for (const char* const producer : {"a", "b"}) {
        auto producing = produce(jobs, producer, items, pace);
        all.push_back(create_task(std::move(producing), fmt::format("producer-{}", producer)));
    }
    for (int i = 1; i <= stage.integer("consumers"); ++i) {
        all.push_back(create_task(consume(jobs, work, patience, done), name("consumer", i)));
    }
    co_await gather(all);
    stage.expect(done == 2 * items, "every item is done");
    co_return fmt::format("{} items are done", done);
}

}  // namespace

const Scenario kProducerConsumerTimeouts{
    ScenarioId("patterns/producer-consumer-timeouts"),
    Title("Producers and consumers with timeouts", "带超时的生产者与消费者"),
    Difficulty::Easy,
    Params()
        .integer("items", 5, AtLeast(1), AtMost(100))
        .integer("consumers", 3, AtLeast(1), AtMost(20))
        .integer("capacity", 10, AtLeast(0), AtMost(100))
        .duration("pace", 300ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s))
        .duration("work", 600ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s))
        .duration("patience", 5s, AtLeast<Duration>(1ms), AtMost<Duration>(1h)),
    Variants().only(run, Expected().ends_at(7700ms).result("10 items are done")),
};

}  // namespace coroscope
