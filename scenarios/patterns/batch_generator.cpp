// Batches from a generator
//
// Twenty-five items in batches of ten, each batch gathered; an asynchronous generator hands out the
// results of a batch as soon as that batch is done, and items that failed are told, not raised. The
// reader sees the first results after the first batch, and while it is busy with them nothing else
// happens: the generator stands still until it is asked for more.
//
// Watch:  bursts of ten tasks; between two of them the reader works alone.
// Source: article B, batch_process, a generator over gathered batches.

#include <algorithm>

#include "scenarios/patterns/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Times {
    Duration fetch;
    Duration read;
    int bad;
};

Coroutine<int> process(int item, Times times) {
    co_await sleep(times.fetch);
    if (item == times.bad) {
        throw ValueError(fmt::format("item {} is bad", item));
    }
    co_return item* item;
}

AsyncGenerator<int> batch_process(int items, int size, Times times) {
    for (int first = 1; first <= items; first += size) {
        std::vector<Task<int>> batch;
        for (int item = first; item <= std::min(items, first + size - 1); ++item) {
            batch.push_back(create_task(process(item, times), name("item", item)));
        }
        const std::vector<Result<int>> results = co_await gather(return_exceptions, batch);
        log("{} are through", batch.size());
        for (const Result<int>& result : results) {
            if (!result.ok()) {
                log("left out: {}", describe(result.error()));
            } else {
                co_yield result.value();
            }
        }
    }
}

Coroutine<std::string> run(Stage& stage) {
    const Times times{.fetch = stage.duration("fetch"),
                      .read = stage.duration("read"),
                      .bad = stage.integer("bad")};
    auto results = batch_process(stage.integer("items"), stage.integer("size"), times);
    int count = 0;
    std::int64_t sum = 0;
    while (const std::optional<int> square = co_await results.anext()) {
        co_await sleep(times.read);
        ++count;
        sum += *square;
    }
    co_return fmt::format("{} results, sum {}", count, sum);
}

}  // namespace

const Scenario kBatchGenerator{
    ScenarioId("patterns/batch-generator"),
    Title("Batches from a generator", "用生成器分批"),
    Difficulty::Medium,
    Params()
        .integer("items", 25, AtLeast(1), AtMost(300))
        .integer("size", 10, AtLeast(1), AtMost(100))
        .integer("bad", 7, AtLeast(0), AtMost(300))
        .duration("fetch", 500ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("read", 20ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(run, Expected().ends_at(1980ms).result("24 results, sum 5476")),
};

}  // namespace coroscope
