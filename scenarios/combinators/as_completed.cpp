// First come, first served
//
// Three pages are fetched at once, and each needs some more work when it is here. as_completed
// hands them out in the order in which they arrive, so that main works on the first while the
// others are still on their way.
//
// Watch:  main's work lies beside the waiting of the slower fetches, not behind it.
// Source: asyncio's documentation of as_completed.

#include "scenarios/combinators/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<std::string> fetch(std::string page, Duration takes) {
    co_await sleep(takes);
    log("page {} is here", page);
    co_return page;
}

Coroutine<std::string> as_they_come(Stage& stage) {
    std::vector<Task<std::string>> fetches;
    fetches.push_back(create_task(fetch("A", stage.duration("first")), "fetch A"));
    fetches.push_back(create_task(fetch("B", stage.duration("second")), "fetch B"));
    fetches.push_back(create_task(fetch("C", stage.duration("third")), "fetch C"));

    std::string order;
    for (auto next : as_completed(fetches)) {
        const std::string page = co_await next;
        log("main works on {}", page);
        co_await sleep(stage.duration("work"));
        order += page;
    }
    stage.expect(order.size() == fetches.size(), "every page is handed out once");
    co_return order;
}

}  // namespace

const Scenario kAsCompleted{
    ScenarioId("combinators/as-completed"),
    Title("First come, first served", "先到先处理"),
    Difficulty::Easy,
    Params()
        .duration("first", 3s, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("second", 1s, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("third", 2s, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("work", 500ms, AtLeast<Duration>(0s), AtMost<Duration>(1h)),
    Variants().only(as_they_come, Expected().ends_at(3500ms).result("BCA")),
};

}  // namespace coroscope
