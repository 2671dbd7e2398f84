// All threads are busy
//
// Eight exports of 2 s each are handed to the default executor, which has four threads. After
// 100 ms a login needs a thread too, for 10 ms. It waits for 3.9 s: all threads work, and four
// exports are before it in line. Two pools of their own keep a thread free for it.
//
// Watch:  the executor's lanes, and its line of jobs that wait.
// Source: the documentation of asyncio, loop.run_in_executor; bulkheads.

#include "scenarios/blocking/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> write_export(int number, Executor& pool, Duration time) {
    co_await run_in_executor(pool, [time] { blocking(time); }, "export");
    log("export {} is written", number);
}

Coroutine<std::string> log_in(const Stage& stage, Executor& pool) {
    co_await sleep(100ms);
    const Duration asked = now();
    co_await run_in_executor(pool, [] { blocking(10ms); }, "login");
    const Duration took = now() - asked;
    log("logged in");
    stage.expect(took < 1s, "a login takes less than 1 s");
    co_return fmt::format("the login took {} ms", took / 1ms);
}

Coroutine<std::string> serve(const Stage& stage, Executor& for_exports, Executor& for_logins) {
    std::vector<Task<>> exports;
    for (int i = 1; i <= stage.integer("exports"); ++i) {
        exports.push_back(
            create_task(write_export(i, for_exports, stage.duration("export")), name("export", i)));
    }
    auto login = create_task(log_in(stage, for_logins), "login");
    co_await gather(exports);
    co_return co_await login;
}

Coroutine<std::string> one_pool(Stage& stage) {
    ThreadPoolExecutor pool(stage.integer("threads"), "pool");
    co_return co_await serve(stage, pool, pool);
}

Coroutine<std::string> two_pools(Stage& stage) {
    ThreadPoolExecutor for_exports(stage.integer("threads") - 1, "pool for exports");
    ThreadPoolExecutor for_logins(1, "pool for logins");
    co_return co_await serve(stage, for_exports, for_logins);
}

}  // namespace

const Scenario kExecutorExhaustion{
    ScenarioId("blocking/executor-exhaustion"),
    Title("All threads are busy", "线程池占满了"),
    Difficulty::Medium,
    Params()
        .integer("threads", 4, AtLeast(2), AtMost(64))
        .integer("exports", 8, AtLeast(0), AtMost(200))
        .duration("export", 2s, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(one_pool, Expected()
                              .check_fails("a login takes less than 1 s")
                              .ends_at(4010ms)
                              .result("the login took 3910 ms"))
        .fixed(two_pools, Expected().ends_at(6s).result("the login took 10 ms")),
};

}  // namespace coroscope
