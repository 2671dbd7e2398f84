// Awaiting what is done does not yield
//
// sleep(0) is sometimes explained as awaiting a future that is finished already. That is a myth:
// such an await does not suspend anybody. The task goes on at once, as often as it is tried, and
// the others get no turn.
//
// Watch:  one long step of main with all its awaits; the bystander runs only after the sleep(0).
// Source: article D explains sleep(0) like this; asyncio's documentation says otherwise.

#include "scenarios/basics/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

/// What sleep(0) is said to do.
Coroutine<> sleep_zero_as_told() {
    Future<> finished("finished");
    finished.set_result();
    co_await finished;
}

Coroutine<> bystander(int& turns) {
    log("the bystander has its turn");
    ++turns;
    co_return;
}

Coroutine<std::string> done_future(Stage& stage) {
    const int awaits = stage.integer("awaits");
    int turns = 0;
    auto other = create_task(bystander(turns), "bystander");

    for (int i = 1; i <= awaits; ++i) {
        co_await sleep_zero_as_told();
        log("main has awaited a finished future, turns of the bystander: {}", turns);
    }
    const int before = turns;
    co_await sleep(0ms);
    const int after = turns;
    log("main has awaited sleep(0), turns of the bystander: {}", after);

    stage.expect(before == 0, "awaiting a finished future gives nobody a turn");
    stage.expect(after == 1, "sleep(0) does");
    co_await other;  // finished, too: main does not stop here
    co_return fmt::format("turns: {}, then {}", before, after);
}

}  // namespace

const Scenario kDoneFutureDoesNotYield{
    ScenarioId("basics/done-future-does-not-yield"),
    Title("Awaiting what is done does not yield", "等待已完成的 Future 不会让出控制权"),
    Difficulty::Medium,
    Params().integer("awaits", 3, AtLeast(0), AtMost(1000)),
    Variants().only(done_future, Expected().ends_at(0ms).result("turns: 0, then 1")),
};

}  // namespace coroscope
