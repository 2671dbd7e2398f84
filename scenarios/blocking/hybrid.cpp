// Fetch in the loop, compute in processes
//
// Four pages arrive after 0.5, 1.0, 1.5 and 2.0 s. Each is then analysed, which takes 1.2 s of
// computing. The loop fetches, a pool of two processes computes: both go on at the same time, and
// the loop's clock ticks on.
//
// Watch:  the two lanes of the pool, and the third page, which waits for a free process.
// Source: article D, the hybrid of asynchronous fetches and a process pool.

#include <numeric>

#include "scenarios/blocking/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

int analyse(Duration computing) {  // an ordinary function, in another process
    busy(computing);
    return 42;
}

Coroutine<int> fetch_and_analyse(int page, const Stage& stage, ProcessPoolExecutor& pool) {
    co_await sleep(page * stage.duration("fetch"));
    log("page {} is here", page);
    const Duration computing = stage.duration("compute");
    const auto analysed =
        run_in_executor(pool, [computing] { return analyse(computing); }, "analyse");
    const int words = co_await analysed;
    log("page {}: {} words", page, words);
    co_return words;
}

Coroutine<> tick() {
    for (int n = 1;; ++n) {
        const Duration due = n * 1s;
        co_await sleep(due - now());
        log("tick {}: {} ms late", n, (now() - due) / 1ms);
    }
}

Coroutine<std::string> hybrid(Stage& stage) {
    ProcessPoolExecutor pool(stage.integer("processes"), "processes");
    const auto clock = create_task(tick(), "clock");
    std::vector<Task<int>> pages;
    for (int page = 1; page <= stage.integer("pages"); ++page) {
        pages.push_back(create_task(fetch_and_analyse(page, stage, pool), name("page", page)));
    }
    const std::vector<int> counts = co_await gather(pages);
    const int words = std::accumulate(counts.begin(), counts.end(), 0);
    clock.cancel();
    co_return fmt::format("{} words after {} ms", words, now() / 1ms);
}

}  // namespace

const Scenario kHybrid{
    ScenarioId("blocking/hybrid"),
    Title("Fetch in the loop, compute in processes", "循环负责获取，进程负责计算"),
    Difficulty::Medium,
    Params()
        .integer("pages", 4, AtLeast(0), AtMost(200))
        .integer("processes", 2, AtLeast(1), AtMost(64))
        .duration("fetch", 500ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s))
        .duration("compute", 1200ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s)),
    Variants().only(hybrid, Expected().ends_at(3400ms).result("168 words after 3400 ms")),
};

}  // namespace coroscope
