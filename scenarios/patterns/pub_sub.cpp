// Publish and subscribe
//
// One publisher, several subscribers, each with a mailbox of its own. What is published goes into
// every mailbox. One subscriber is slow. If the publisher waits for room in a full mailbox, the
// slow one holds up everybody. If it drops the oldest message there instead, only the slow one
// misses something.
//
// Watch:  the curve of mailbox 1 at its limit, and whether the other lanes stand still with it.
// Source: Eugster, Felber, Guerraoui and Kermarrec, "The many faces of publish/subscribe" (2003).

#include <algorithm>
#include <deque>

#include "scenarios/patterns/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Subscriber {
    Subscriber(int number, int room) : mailbox(fmt::format("mailbox {}", number), room) {}
    Queue<int> mailbox;
    Duration work = 0ms;
    int got = 0;
    int missed = 0;
    Duration oldest = 0ms;
};
using Subscribers = std::deque<Subscriber>;

Coroutine<> publish_and_wait(Subscribers& subscribers, int message) {
    for (Subscriber& subscriber : subscribers) {
        co_await subscriber.mailbox.put(message);  // waits for the slowest
    }
}

Coroutine<> publish_and_drop(Subscribers& subscribers, int message) {
    for (Subscriber& subscriber : subscribers) {
        if (subscriber.mailbox.full()) {
            subscriber.mailbox.get_nowait();  // the oldest
            ++subscriber.missed;
        }
        subscriber.mailbox.put_nowait(message);
    }
    co_return;
}

Coroutine<> listen(Subscriber& subscriber, Duration pace) {
    for (;;) {
        const int message = co_await subscriber.mailbox.get();
        const Duration age = now() - (message - 1) * pace;
        subscriber.oldest = std::max(subscriber.oldest, age);
        co_await sleep(subscriber.work);
        ++subscriber.got;
    }
}

Coroutine<std::string> run(Stage& stage,
                           Coroutine<> (*publish)(Subscribers& subscribers, int message)) {
    const Duration pace = stage.duration("pace");
    const int messages = stage.integer("messages");
    Subscribers subscribers;
    std::vector<Task<>> tasks;
    for (int i = 1; i <= stage.integer("subscribers"); ++i) {
        Subscriber& mine = subscribers.emplace_back(i, stage.integer("room"));
        mine.work = stage.duration(i == 1 ? "slow" : "work");
        tasks.push_back(create_task(listen(mine, pace), name("subscriber", i)));
    }
    for (int message = 1; message <= messages; ++message) {
        co_await publish(subscribers, message);
        co_await sleep(pace);
    }
    log("the publisher is done");
    for (const Task<>& task : tasks) {
        task.cancel();
    }
    co_await gather(return_exceptions, tasks);
    Duration worst = 0ms;
    for (std::size_t i = 1; i < subscribers.size(); ++i) {
        worst = std::max(worst, subscribers[i].oldest);
    }
    stage.expect(worst <= pace, "a slow subscriber does not delay the others");
    co_return fmt::format("the others got messages up to {} ms old; subscriber 1 missed {}",
                          worst / 1ms, subscribers[0].missed);
}

Coroutine<std::string> waits(Stage& stage) { return run(stage, publish_and_wait); }
Coroutine<std::string> drops(Stage& stage) { return run(stage, publish_and_drop); }

}  // namespace

const Scenario kPubSub{
    ScenarioId("patterns/pub-sub"),
    Title("Publish and subscribe", "发布与订阅"),
    Difficulty::Medium,
    Params()
        .integer("messages", 20, AtLeast(1), AtMost(300))
        .integer("subscribers", 3, AtLeast(1), AtMost(20))
        .integer("room", 3, AtLeast(1), AtMost(100))
        .duration("pace", 100ms, AtLeast<Duration>(1ms), AtMost<Duration>(10s))
        .duration("work", 50ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s))
        .duration("slow", 300ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s)),
    Variants()
        .broken(waits,
                Expected()
                    .check_fails("a slow subscriber does not delay the others")
                    .ends_at(4900ms)
                    .result("the others got messages up to 2900 ms old; subscriber 1 missed 0"))
        .fixed(drops, Expected().ends_at(2s).result(
                          "the others got messages up to 0 ms old; subscriber 1 missed 10")),
};

}  // namespace coroscope
