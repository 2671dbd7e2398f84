// Tasks that await each other
//
// Services that are started at the same time. Each prepares and then awaits the service that it
// needs. Somewhere the needs go round in a ring, and no lock is in sight: the tasks wait for each
// other's end.
//
// Watch:  the graph has tasks only: database → secrets → network → database.
// Source: asyncio's documentation of awaiting tasks.

#include <array>

#include "scenarios/deadlocks/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

constexpr std::array kNames = {"database", "secrets", "network", "cache",
                               "mail",     "search",  "billing", "gateway"};

Coroutine<> start(std::size_t me, std::size_t needed, const std::vector<Task<>>& services,
                  Duration prepare) {
    co_await sleep(prepare);
    log("{} waits for {}", kNames.at(me), kNames.at(needed));
    const Task<> other = services.at(needed);
    co_await other;
    log("{} is up", kNames.at(me));
}

Coroutine<std::string> awaiting_each_other(Stage& stage) {
    const auto count = static_cast<std::size_t>(stage.integer("services"));
    const Duration prepare = stage.duration("prepare");
    std::vector<Task<>> services;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t needed = (i + 1) % count;  // the last one needs the first
        services.push_back(create_task(start(i, needed, services, prepare), kNames.at(i)));
    }
    co_await gather(services);
    co_return "all services are up";
}

}  // namespace

const Scenario kAwaitingEachOther{
    ScenarioId("deadlocks/awaiting-each-other"),
    Title("Tasks that await each other", "互相等待的任务"),
    Difficulty::Easy,
    Params()
        .integer("services", 3, AtLeast(2), AtMost(8))
        .duration("prepare", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(awaiting_each_other, Expected().finding("deadlock").hangs().ends_at(100ms)),
};

}  // namespace coroscope
