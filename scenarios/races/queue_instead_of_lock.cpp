// A queue instead of a lock
//
// Ten workers want to change one counter. None of them touches it: they put their orders into a
// queue, and one owner reads, waits and writes. Where only one task works, no lock is needed.
//
// Watch:  every read and write of `counter` is the owner's; the workers only put.
// Source: article D, whose third way to protect a variable is a queue with room for 100.

#include "scenarios/races/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> worker(Queue<int>& orders, int increments, Duration every) {
    for (int n = 0; n < increments; ++n) {
        co_await orders.put(1);
        co_await sleep(every);
    }
}

Coroutine<> owner(Queue<int>& orders, Shared<int>& counter, Duration pause) {
    for (;;) {
        const int more = co_await orders.get();
        const int seen = counter.read();
        co_await sleep(pause);  // nobody else writes meanwhile: nobody else may
        counter.write(seen + more);
        orders.task_done();
    }
}

Coroutine<std::string> queue_instead_of_lock(Stage& stage) {
    const int workers = stage.integer("workers");
    const int increments = stage.integer("increments");
    Queue<int> orders("orders", stage.integer("size"));
    Shared<int> counter("counter", 0);

    auto owns = create_task(owner(orders, counter, stage.duration("pause")), "owner");
    std::vector<Task<>> tasks;
    for (int i = 1; i <= workers; ++i) {
        tasks.push_back(
            create_task(worker(orders, increments, stage.duration("every")), name("worker", i)));
    }
    co_await gather(tasks);
    log("all orders are given, counter is {}", counter.read());
    co_await orders.join();
    log("all orders are done, counter is {}", counter.read());
    owns.cancel();
    co_await gather(return_exceptions, owns);

    stage.expect(counter.read() == workers * increments, "every increment counts");
    co_return fmt::format("{}", counter.read());
}

}  // namespace

const Scenario kQueueInsteadOfLock{
    ScenarioId("races/queue-instead-of-lock"),
    Title("A queue instead of a lock", "用队列代替锁"),
    Difficulty::Medium,
    Params()
        .integer("workers", 10, AtLeast(1), AtMost(100))
        .integer("increments", 10, AtLeast(1), AtMost(100))
        .integer("size", 100, AtLeast(0), AtMost(1000))
        .duration("every", 10ms, AtLeast<Duration>(0ms), AtMost<Duration>(1min))
        .duration("pause", 1ms, AtLeast<Duration>(0ms), AtMost<Duration>(1s)),
    Variants().only(queue_instead_of_lock, Expected().ends_at(100ms).result("100")),
};

}  // namespace coroscope
