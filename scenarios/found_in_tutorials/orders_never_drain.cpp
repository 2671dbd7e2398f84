// Orders that nobody drains
//
// Five workers take orders as long as a flag is set. stop() clears the flag and then waits with
// join() until every order is done. The workers see the flag first, and leave: the orders that were
// in the queue by then are never done, and join() never returns.
//
// Watch:  at 5 s main clears the flag; each worker ends the order it has, and leaves.
// Source: article B, an order system with a queue, five workers and a hundred orders.

#include "scenarios/found_in_tutorials/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

class OrderSystem {
public:
    explicit OrderSystem(const Stage& stage)
        : work_(stage.duration("work")), workers_wanted_(stage.integer("workers")) {}

    Coroutine<> start(int orders) {
        running_.write(true);
        for (int i = 1; i <= workers_wanted_; ++i) {
            workers_.push_back(create_task(worker(), name("worker", i)));
        }
        for (int order = 1; order <= orders; ++order) {
            co_await orders_.put(order);
        }
    }
    Coroutine<> stop() {
        running_.write(false);
        log("stopping, {} orders in the queue", orders_.qsize());
        co_await orders_.join();  // who works on them now?
        co_await dismiss();
    }
    Coroutine<> drain_and_stop() {
        log("stopping, {} orders in the queue", orders_.qsize());
        co_await orders_.join();
        running_.write(false);
        co_await dismiss();
    }
    [[nodiscard]] int done() const { return done_; }

private:
    Coroutine<> worker() {
        while (running_.read()) {
            const int order = co_await orders_.get();
            co_await sleep(work_);
            log("order {} is done", order);
            ++done_;
            orders_.task_done();
        }
        log("leaves");
    }
    Coroutine<> dismiss() {
        for (const Task<>& worker : workers_) {
            worker.cancel();
        }
        co_await gather(return_exceptions, workers_);
    }

    Queue<int> orders_{"orders"};
    Shared<bool> running_{"running", false};
    std::vector<Task<>> workers_;
    int done_ = 0;
    Duration work_;
    int workers_wanted_;
};

Coroutine<std::string> flag_first(Stage& stage) {
    OrderSystem system(stage);
    co_await system.start(stage.integer("orders"));
    co_await sleep(stage.duration("open"));
    co_await system.stop();
    co_return fmt::format("{} orders are done", system.done());
}

Coroutine<std::string> queue_first(Stage& stage) {
    OrderSystem system(stage);
    co_await system.start(stage.integer("orders"));
    co_await sleep(stage.duration("open"));
    co_await system.drain_and_stop();
    co_return fmt::format("{} orders are done", system.done());
}

}  // namespace

const Scenario kOrdersNeverDrain{
    ScenarioId("found-in-tutorials/orders-never-drain"),
    Title("Orders that nobody drains", "没人处理完的订单"),
    Difficulty::Medium,
    Params()
        .integer("orders", 100, AtLeast(1), AtMost(500))
        .integer("workers", 5, AtLeast(1), AtMost(50))
        .duration("work", 500ms, AtLeast<Duration>(1ms), AtMost<Duration>(1h))
        .duration("open", 5s, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(flag_first, Expected().finding("hang").hangs().ends_at(5s))
        .fixed(queue_first, Expected().ends_at(10s).result("100 orders are done")),
};

}  // namespace coroscope
