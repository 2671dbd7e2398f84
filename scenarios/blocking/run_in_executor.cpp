// A synchronous library, in the loop and in threads
//
// Three requests need a library that only knows blocking calls, 1 s each. A health check comes
// after 500 ms. Called in the loop, the library serves one request after the other, and the health
// check waits for all of them. In a pool of ten threads the three calls overlap, and the loop is
// free.
//
// Watch:  three red bars in the loop's lane, against three lanes of the pool.
// Source: articles D (old code in a thread pool) and C (a pool of ten threads).

#include "scenarios/blocking/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

int query(Duration call) {  // of the library: an ordinary function
    blocking(call);
    return 42;
}

Coroutine<> serve(int request, Duration call) {
    const int rows = query(call);
    log("request {}: {} rows", request, rows);
    co_return;
}

Coroutine<> serve_in_thread(int request, ThreadPoolExecutor& pool, Duration call) {
    const auto answer = run_in_executor(pool, [call] { return query(call); }, "query");
    const int rows = co_await answer;
    log("request {}: {} rows", request, rows);
}

Coroutine<std::string> check_health(Stage& stage) {
    co_await sleep(500ms);
    log("the server is well");
    stage.expect(now() < 600ms, "the health check is answered within 100 ms");
    co_return fmt::format("healthy after {} ms", now() / 1ms);
}

Coroutine<std::string> in_the_loop(Stage& stage) {
    auto health = create_task(check_health(stage), "health");
    std::vector<Task<>> requests;
    for (int i = 1; i <= stage.integer("requests"); ++i) {
        requests.push_back(create_task(serve(i, stage.duration("call")), name("request", i)));
    }
    co_await gather(requests);
    co_return co_await health;
}

Coroutine<std::string> in_threads(Stage& stage) {
    ThreadPoolExecutor pool(stage.integer("threads"), "pool");
    auto health = create_task(check_health(stage), "health");
    std::vector<Task<>> requests;
    for (int i = 1; i <= stage.integer("requests"); ++i) {
        requests.push_back(
            create_task(serve_in_thread(i, pool, stage.duration("call")), name("request", i)));
    }
    co_await gather(requests);
    co_return co_await health;
}

}  // namespace

const Scenario kRunInExecutor{
    ScenarioId("blocking/run-in-executor"),
    Title("A blocking library, in the loop and in threads", "阻塞的库：放在循环里，还是线程里"),
    Difficulty::Easy,
    Params()
        .integer("requests", 3, AtLeast(0), AtMost(100))
        .duration("call", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(1min))
        .integer("threads", 10, AtLeast(1), AtMost(64)),
    Variants()
        .broken(in_the_loop, Expected()
                                 .finding("blocking-call")
                                 .check_fails("the health check is answered within 100 ms")
                                 .ends_at(3s)
                                 .result("healthy after 3000 ms"))
        .fixed(in_threads, Expected().ends_at(1s).result("healthy after 500 ms")),
};

}  // namespace coroscope
