// Going only when full
//
// A cable car with four seats goes when it is full. Ten guests come, one every 300 ms; each waits
// at the barrier until four are there. The fourth one does not wait: it is the one who completes
// the group. Then the barrier fills anew. The last two wait in vain until the station closes.
//
// Watch:  three waits end at 1.2 s, together, when guest-4 arrives.
// Source: asyncio's documentation of Barrier.

#include "scenarios/scenario.h"
#include "scenarios/sync/topic.h"

namespace coroscope {
namespace {

Coroutine<bool> guest(Barrier& car, int number, Duration comes, Duration ride) {
    co_await sleep(comes);
    log("guest {} is there", number);
    try {
        const int seat = co_await car.wait();
        log("guest {} rides on seat {}", number, seat);
    } catch (const BrokenBarrierError&) {
        log("guest {} walks", number);
        co_return false;
    }
    co_await sleep(ride);
    co_return true;
}

Coroutine<std::string> barrier(Stage& stage) {
    Barrier car("cable car", stage.integer("seats"));
    std::vector<Task<bool>> guests;
    for (int i = 1; i <= stage.integer("guests"); ++i) {
        guests.push_back(create_task(
            guest(car, i, i * stage.duration("every"), stage.duration("ride")), name("guest", i)));
    }
    co_await sleep(stage.duration("open"));
    log("the station closes");
    co_await car.abort();

    const std::vector<bool> rode = co_await gather(guests);
    const auto riders = std::ranges::count(rode, true);
    stage.expect(riders % stage.integer("seats") == 0, "no car goes before it is full");
    co_return fmt::format("{} rode, {} walked", riders, std::ranges::count(rode, false));
}

}  // namespace

const Scenario kBarrier{
    ScenarioId("sync/barrier"),
    Title("Going only when full", "坐满才开车"),
    Difficulty::Easy,
    Params()
        .integer("seats", 4, AtLeast(1), AtMost(100))
        .integer("guests", 10, AtLeast(1), AtMost(500))
        .duration("every", 300ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("ride", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("open", 4s, AtLeast<Duration>(0ms), AtMost<Duration>(24h)),
    Variants().only(barrier, Expected().ends_at(4s).result("8 rode, 2 walked")),
};

}  // namespace coroscope
