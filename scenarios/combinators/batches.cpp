// Batch after batch
//
// 25 addresses in batches of ten: one gather for each batch, with return_exceptions, so that one
// failure does not cost the others; a short pause between two batches. Each batch waits for its
// slowest member, and while it does, nine of ten places stand empty.
//
// Watch:  in each batch one long bar, the fast ones beside it, and nothing new until it ends.
// Source: articles B (batches of 10), C (results of all batches in one list) and D (a pause of
//         100 ms between batches).

#include "scenarios/combinators/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<int> fetch(int number, Duration fast, Duration slow) {
    co_await sleep(number % 10 == 3 ? slow : fast);  // 3, 13 and 23 are slow
    if (number % 9 == 0) {
        throw ValueError(fmt::format("no page {}", number));
    }
    co_return number;
}

Coroutine<std::vector<Result<int>>> run_batch(Stage& stage, int first, int last) {
    std::vector<Task<int>> batch;
    for (int i = first; i <= last; ++i) {
        batch.push_back(create_task(fetch(i, stage.duration("fast"), stage.duration("slow")),
                                    name("fetch", i)));
    }
    std::vector<Result<int>> results = co_await gather(return_exceptions, batch);
    log("{} to {} are done", first, last);
    co_return results;
}

Coroutine<std::string> batches(Stage& stage) {
    const int items = stage.integer("items");
    const int size = stage.integer("batch");
    std::vector<Result<int>> all;
    for (int first = 1; first <= items; first += size) {
        const int last = std::min(first + size - 1, items);
        const std::vector<Result<int>> results = co_await run_batch(stage, first, last);
        all.insert(all.end(), results.begin(), results.end());
        if (last < items) {
            co_await sleep(stage.duration("pause"));
        }
    }

    int failed = 0;
    for (const Result<int>& result : all) {
        if (!result.ok()) {
            log("{}", describe(result.error()));
            ++failed;
        }
    }
    stage.expect(static_cast<int>(all.size()) == items, "every item has a result or an error");
    co_return fmt::format("{} pages, {} failed", items - failed, failed);
}

}  // namespace

const Scenario kBatches{
    ScenarioId("combinators/batches"),
    Title("Batch after batch", "一批接一批"),
    Difficulty::Easy,
    Params()
        .integer("items", 25, AtLeast(1), AtMost(1000))
        .integer("batch", 10, AtLeast(1), AtMost(1000))
        .duration("fast", 200ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("slow", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("pause", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(batches, Expected().ends_at(3200ms).result("23 pages, 2 failed")),
};

}  // namespace coroscope
