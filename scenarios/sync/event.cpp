// A door that opens for all
//
// Seven requests come, one every 450 ms; they need the database. It is there from 1.0 s to 2.0 s
// and again from 3.0 s. Who comes while it is away waits for the event; set() wakes all who wait;
// who comes while it is set walks through without waiting.
//
// Watch:  the event's lane: set and cleared; three requests go on together at 1.0 s.
// Source: asyncio's documentation of Event.

#include "scenarios/scenario.h"
#include "scenarios/sync/topic.h"

namespace coroscope {
namespace {

Coroutine<> database(Event& ready, Duration connect, Duration up, Duration away) {
    co_await sleep(connect);
    log("the database is there");
    ready.set();
    co_await sleep(up);
    log("the database goes away");
    ready.clear();
    co_await sleep(away);
    log("the database is back");
    ready.set();
}

Coroutine<bool> request(Event& ready, int& too_late, int number, Duration comes) {
    co_await sleep(comes);
    const bool has_to_wait = !ready.is_set();
    co_await ready.wait();
    too_late += ready.is_set() ? 0 : 1;  // cleared again before this task's turn
    log("request {} {}", number, has_to_wait ? "has waited" : "walks through");
    co_return has_to_wait;
}

Coroutine<std::string> event(Stage& stage) {
    const int count = stage.integer("requests");
    Event ready("database is there");
    auto server = create_task(
        database(ready, stage.duration("connect"), stage.duration("up"), stage.duration("away")),
        "database");
    int too_late = 0;
    std::vector<Task<bool>> requests;
    for (int i = 1; i <= count; ++i) {
        const Duration comes = (i - 1) * stage.duration("every");
        requests.push_back(create_task(request(ready, too_late, i, comes), name("request", i)));
    }
    const std::vector<bool> had_to_wait = co_await gather(requests);
    co_await server;

    stage.expect(too_late == 0, "whoever goes on finds the database there");
    co_return fmt::format("{} of {} had to wait", std::ranges::count(had_to_wait, true), count);
}

}  // namespace

const Scenario kEvent{
    ScenarioId("sync/event"),
    Title("A door that opens for all", "一开门，大家都进"),
    Difficulty::Easy,
    Params()
        .integer("requests", 7, AtLeast(1), AtMost(500))
        .duration("every", 450ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("connect", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("up", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("away", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(event, Expected().ends_at(3s).result("5 of 7 had to wait")),
};

}  // namespace coroscope
