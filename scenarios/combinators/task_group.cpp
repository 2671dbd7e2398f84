// Nobody is left behind
//
// Two operations run in a task group. One of them finds more work to do and adds a task for each
// piece. The block is not left before all have ended, those that were added meanwhile, too.
//
// Watch:  main waits at the end of the block until the last page is here.
// Source: article D, a TaskGroup with two operations.

#include "scenarios/combinators/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<std::string> read_page(int number, Duration takes) {
    co_await sleep(takes);
    log("page {} is read", number);
    co_return fmt::format("page {}", number);
}

Coroutine<std::string> read_index(TaskGroup group, int pages, Duration takes) {
    co_await sleep(takes);
    log("the index is read, pages to come: {}", pages);
    for (int i = 1; i <= pages; ++i) {
        group.create_task(read_page(i, takes), name("page", i));
    }
    co_return "an index";
}

Coroutine<std::string> read_cover(Duration takes) {
    co_await sleep(takes);
    log("the cover is read");
    co_return "a cover";
}

Coroutine<std::string> grouped(Stage& stage) {
    const Duration reading = stage.duration("reading");
    std::vector<Task<std::string>> parts;
    co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coroutine<> {
        parts.push_back(
            group.create_task(read_index(group, stage.integer("pages"), reading), "index"));
        parts.push_back(group.create_task(read_cover(stage.duration("cover")), "cover"));
        log("two tasks are created, none has begun");
        co_return;
    });
    log("all of them have ended");
    stage.expect(all_tasks().size() == 1, "nobody is left behind");
    co_return fmt::format("{} and {}", parts[0].result(), parts[1].result());
}

}  // namespace

const Scenario kTaskGroup{
    ScenarioId("combinators/task-group"),
    Title("Nobody is left behind", "一个也不落下"),
    Difficulty::Easy,
    Params()
        .integer("pages", 2, AtLeast(0), AtMost(200))
        .duration("reading", 1500ms, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("cover", 2s, AtLeast<Duration>(0s), AtMost<Duration>(1h)),
    Variants().only(grouped, Expected().ends_at(3s).result("an index and a cover")),
};

}  // namespace coroscope
