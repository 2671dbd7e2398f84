// Back-pressure
//
// A hundred items a second come in for ten seconds; fifty a second can be worked on. Both twins do
// all of it in twenty seconds. With a queue without a limit the items pile up: 500 of them after
// ten seconds, and the last one waits for ten. With room for ten the producer has to wait instead,
// and no item is old.
//
// Watch:  the queue's curve: a mountain in the broken twin, a flat line at 10 in the fixed one.
// Source: arithmetic: arrivals 100/s less 50/s of work for 10 s; Little, "A proof for the queuing
// formula L = λW" (1961).

#include <algorithm>

#include "scenarios/patterns/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> produce(Queue<Duration>& jobs, int items, Duration pace) {
    for (int item = 1; item <= items; ++item) {
        co_await jobs.put(now());
        co_await sleep(pace);
    }
    log("the producer is done, {} items wait", jobs.qsize());
}

/// Returns how long the item waited that waited longest.
Coroutine<Duration> consume(Queue<Duration>& jobs, int items, Duration work, Gauge& age) {
    Duration worst = 0ms;
    for (int item = 1; item <= items; ++item) {
        const Duration put = co_await jobs.get();
        const Duration waited = now() - put;
        age.set(waited / 1ms);
        worst = std::max(worst, waited);
        co_await sleep(work);
    }
    co_return worst;
}

Coroutine<std::string> run(Stage& stage, int capacity) {
    const int items = stage.integer("items");
    Queue<Duration> jobs("jobs", capacity);
    Gauge age("age in ms");
    auto producing = create_task(produce(jobs, items, stage.duration("pace")), "producer");
    auto consuming = create_task(consume(jobs, items, stage.duration("work"), age), "consumer");
    co_await producing;
    const Duration worst = co_await consuming;
    stage.expect(worst <= stage.duration("fresh"), "no item is stale when its turn comes");
    co_return fmt::format("{} items, the oldest waited {} ms", items, worst / 1ms);
}

Coroutine<std::string> without_limit(Stage& stage) { return run(stage, 0); }
Coroutine<std::string> bounded(Stage& stage) { return run(stage, stage.integer("room")); }

}  // namespace

const Scenario kBackpressure{
    ScenarioId("patterns/backpressure"),
    Title("Back-pressure", "背压"),
    Difficulty::Medium,
    Params()
        .integer("items", 1000, AtLeast(1), AtMost(2000))
        .integer("room", 10, AtLeast(1), AtMost(1000))
        .duration("pace", 10ms, AtLeast<Duration>(0ms), AtMost<Duration>(1s))
        .duration("work", 20ms, AtLeast<Duration>(0ms), AtMost<Duration>(1s))
        .duration("fresh", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(without_limit, Expected()
                                   .finding("unbounded-queue")
                                   .check_fails("no item is stale when its turn comes")
                                   .ends_at(20s)
                                   .result("1000 items, the oldest waited 9990 ms"))
        .fixed(bounded, Expected().ends_at(20s).result("1000 items, the oldest waited 210 ms")),
};

}  // namespace coroscope
