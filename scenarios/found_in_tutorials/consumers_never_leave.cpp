// Consumers that never leave
//
// Two producers, three consumers. A consumer that gets nothing for a second logs it and looks
// again, for ever; gather() waits for all five. The work is done after a few seconds, and the
// program goes on: here somebody loses patience after thirty seconds and interrupts it.
//
// Watch:  the last item is done at 2.3 s; from then on three consumers wake once a second, for
//         nothing.
// Source: article E, a task queue with two producers and three consumers.

#include "scenarios/found_in_tutorials/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Work {
    explicit Work(const Stage& stage)
        : pace(stage.duration("pace")),
          length(stage.duration("work")),
          patience(stage.duration("patience")) {}
    Duration pace;
    Duration length;
    Duration patience;
};

struct Shop {
    Queue<std::string> jobs{"jobs"};
    int done = 0;
};
/// Consumers may live longer than the run that is interrupted: whoever uses it keeps it.
using OpenShop = std::shared_ptr<Shop>;

Coroutine<> produce(OpenShop shop, std::string producer, int items, Work work) {
    for (int item = 1; item <= items; ++item) {
        co_await shop->jobs.put(fmt::format("{}{}", producer, item));
        co_await sleep(work.pace);
    }
}

Coroutine<> consume_for_ever(OpenShop shop, int number, Work work) {
    for (;;) {
        std::optional<std::string> job;
        try {
            job = co_await wait_for(shop->jobs.get(), work.patience);
        } catch (const TimeoutError&) {
            log("consumer {} looks again", number);
            continue;
        }
        co_await sleep(work.length);
        log("consumer {} has done {}", number, *job);
        ++shop->done;
        shop->jobs.task_done();
    }
}

Coroutine<std::string> interrupted(Stage& stage,
                                   Coroutine<> (*run)(const Stage& stage, OpenShop shop)) {
    const OpenShop shop(new Shop{});
    bool ends = true;
    auto running = run(stage, shop);
    try {
        co_await wait_for(std::move(running), stage.duration("interrupt"));
    } catch (const TimeoutError&) {
        log("interrupted");
        ends = false;
    }
    stage.expect(ends, "the program ends by itself");
    co_return fmt::format("{} items are done", shop->done);
}

/// Both producers and all consumers, in one gather.
Coroutine<> gather_all(const Stage& stage, OpenShop shop) {
    const Work work(stage);
    std::vector<Task<>> all;
    for (const char* const producer : {"a", "b"}) {
        auto producing = produce(shop, producer, stage.integer("items"), work);
        all.push_back(create_task(std::move(producing), fmt::format("producer-{}", producer)));
    }
    for (int i = 1; i <= stage.integer("consumers"); ++i) {
        auto consuming = consume_for_ever(shop, i, work);
        all.push_back(create_task(std::move(consuming), name("consumer", i)));
    }
    co_await gather(all);
}

/// Only the producers; then the queue; then the consumers are told to go.
Coroutine<> gather_producers(const Stage& stage, OpenShop shop) {
    const Work work(stage);
    std::vector<Task<>> producers;
    for (const char* const producer : {"a", "b"}) {
        auto producing = produce(shop, producer, stage.integer("items"), work);
        producers.push_back(
            create_task(std::move(producing), fmt::format("producer-{}", producer)));
    }
    std::vector<Task<>> consumers;
    for (int i = 1; i <= stage.integer("consumers"); ++i) {
        auto consuming = consume_for_ever(shop, i, work);
        consumers.push_back(create_task(std::move(consuming), name("consumer", i)));
    }
    co_await gather(producers);
    co_await shop->jobs.join();
    for (const Task<>& consumer : consumers) {
        consumer.cancel();
    }
    co_await gather(return_exceptions, consumers);
}

Coroutine<std::string> never_leave(Stage& stage) { return interrupted(stage, gather_all); }
Coroutine<std::string> told_to_leave(Stage& stage) { return interrupted(stage, gather_producers); }

}  // namespace

const Scenario kConsumersNeverLeave{
    ScenarioId("found-in-tutorials/consumers-never-leave"),
    Title("Consumers that never leave", "不肯离开的消费者"),
    Difficulty::Easy,
    Params()
        .integer("items", 3, AtLeast(1), AtMost(100))
        .integer("consumers", 3, AtLeast(1), AtMost(20))
        .duration("pace", 300ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s))
        .duration("work", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(10s))
        .duration("patience", 1s, AtLeast<Duration>(100ms), AtMost<Duration>(10s))
        .duration("interrupt", 30s, AtLeast<Duration>(1s), AtMost<Duration>(100s)),
    Variants()
        .broken(never_leave, Expected()
                                 .check_fails("the program ends by itself")
                                 .ends_at(30s)
                                 .result("6 items are done"))
        .fixed(told_to_leave, Expected().ends_at(2300ms).result("6 items are done")),
};

}  // namespace coroscope
