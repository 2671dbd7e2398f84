// Pool exhaustion
//
// A pool of database connections. Each request holds one while it works, and for its audit record
// it asks the same pool for a second. As soon as there are as many requests as connections, all
// hold one and nobody gets a second.
//
// Watch:  the pool goes down to zero; each holder waits for a connection, and only holders have
// any. Source: articles B, D and E, connection pools with a largest size of 20.

#include "scenarios/deadlocks/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> insert_audit(Duration query) { co_await sleep(query); }

Coroutine<> audit(Semaphore& pool, Duration query) {
    const auto connection = co_await pool.hold();
    co_await insert_audit(query);
}

Coroutine<> answer(int request, Semaphore& pool, Duration query) {
    const auto connection = co_await pool.hold();
    co_await sleep(query);
    log("request {}: now the audit record", request);
    co_await audit(pool, query);  // a second connection, while holding the first
    log("request {}: answered", request);
}

Coroutine<> answer_on_one(int request, Semaphore& pool, Duration query) {
    const auto connection = co_await pool.hold();
    co_await sleep(query);
    log("request {}: now the audit record", request);
    co_await insert_audit(query);  // on the connection that it has
    log("request {}: answered", request);
}

template <class Answer>
Coroutine<std::string> serve(Stage& stage, Answer make_answer) {
    const Duration query = stage.duration("query");
    const int requests = stage.integer("requests");
    Semaphore pool("pool", stage.integer("connections"));
    std::vector<Task<>> tasks;
    for (int i = 1; i <= requests; ++i) {
        tasks.push_back(create_task(make_answer(i, pool, query), name("request", i)));
    }
    co_await gather(tasks);
    co_return fmt::format("{} requests answered", requests);
}

Coroutine<std::string> two_each(Stage& stage) { return serve(stage, answer); }

Coroutine<std::string> one_each(Stage& stage) { return serve(stage, answer_on_one); }

}  // namespace

const Scenario kPoolExhaustion{
    ScenarioId("deadlocks/pool-exhaustion"),
    Title("A second connection from the same pool", "向同一个池再要一个连接"),
    Difficulty::Medium,
    Params()
        .integer("connections", 5, AtLeast(2), AtMost(100))
        .integer("requests", 5, AtLeast(1), AtMost(200))
        .duration("query", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(two_each, Expected().finding("deadlock").hangs().ends_at(100ms))
        .fixed(one_each, Expected().ends_at(200ms).result("5 requests answered")),
};

}  // namespace coroscope
