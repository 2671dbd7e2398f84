// Processing orders
//
// Five workers, a hundred orders of half a second: 100 * 0.5 / 5 = 10 s. Some orders cannot be
// processed. A worker that does not expect that dies of the first one; after five bad orders all
// workers are dead, nobody hears of it, and join() waits for ever.
//
// Watch:  at 1 s, 2 s, ... a lane ends with a failure; after the fifth nobody takes an order.
// Source: article B, an order system with workers that catch every exception.

#include "scenarios/patterns/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

class OrderSystem {
public:
    explicit OrderSystem(const Stage& stage)
        : work_(stage.duration("work")), bad_(stage.integer("bad")) {}

    Coroutine<> worker() {
        for (;;) {
            const int order = co_await orders.get();
            co_await process(order);
            orders.task_done();
        }
    }
    Coroutine<> careful_worker() {
        for (;;) {
            const int order = co_await orders.get();
            try {
                co_await process(order);
            } catch (const ValueError& error) {
                log("{}", error.message());
                ++failed;
            }
            orders.task_done();
        }
    }

    Queue<int> orders{"orders"};
    int saved = 0;
    int failed = 0;

private:
    Coroutine<> process(int order) {
        co_await sleep(work_);
        if (bad_ > 0 && order % bad_ == 0) {
            throw ValueError(fmt::format("order {} has no address", order));
        }
        ++saved;
    }
    Duration work_;
    int bad_;
};

Coroutine<std::string> run(Stage& stage, Coroutine<> (OrderSystem::*worker)()) {
    OrderSystem system(stage);
    std::vector<Task<>> workers;
    for (int i = 1; i <= stage.integer("workers"); ++i) {
        workers.push_back(create_task((system.*worker)(), name("worker", i)));
    }
    for (int order = 1; order <= stage.integer("orders"); ++order) {
        co_await system.orders.put(order);
    }
    co_await system.orders.join();
    for (const Task<>& one : workers) {
        one.cancel();
    }
    co_await gather(return_exceptions, workers);
    co_return fmt::format("{} saved, {} failed", system.saved, system.failed);
}

Coroutine<std::string> workers_die(Stage& stage) { return run(stage, &OrderSystem::worker); }
Coroutine<std::string> workers_live(Stage& stage) {
    return run(stage, &OrderSystem::careful_worker);
}

}  // namespace

const Scenario kOrderProcessing{
    ScenarioId("patterns/order-processing"),
    Title("Processing orders", "处理订单"),
    Difficulty::Medium,
    Params()
        .integer("orders", 100, AtLeast(1), AtMost(500))
        .integer("workers", 5, AtLeast(1), AtMost(50))
        .integer("bad", 10, AtLeast(0), AtMost(500))
        .duration("work", 500ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(workers_die, Expected().finding("hang").hangs().ends_at(11s))
        .fixed(workers_live, Expected().ends_at(10s).result("90 saved, 10 failed")),
};

}  // namespace coroscope
