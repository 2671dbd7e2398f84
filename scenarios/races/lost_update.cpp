// Lost update
//
// Several tasks add one to a counter. Each reads it, waits, and writes back what it read plus one:
// whoever writes last wins, and the other increments are gone.
//
// Watch:  the two reads happen before the first write.
// Source: article D, safe and unsafe increments.

#include "scenarios/races/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> increment(Shared<int>& counter, Duration pause) {
    const int seen = counter.read();
    co_await sleep(pause);  // everyone else may run here
    counter.write(seen + 1);
}

Coroutine<> increment_locked(Shared<int>& counter, Lock& lock, Duration pause) {
    const auto held = co_await lock.hold();
    const int seen = counter.read();
    co_await sleep(pause);
    counter.write(seen + 1);
}

Coroutine<std::string> lost_update(Stage& stage) {
    const int workers = stage.integer("workers");
    Shared<int> counter("counter", 0);

    std::vector<Task<>> tasks;
    for (int i = 1; i <= workers; ++i) {
        tasks.push_back(
            create_task(increment(counter, stage.duration("pause")), name("worker", i)));
    }
    co_await gather(tasks);

    log("counter is {}, should be {}", counter.read(), workers);
    stage.expect(counter.read() == workers, "every increment counts");
    co_return fmt::format("{}", counter.read());
}

Coroutine<std::string> lost_update_locked(Stage& stage) {
    const int workers = stage.integer("workers");
    Shared<int> counter("counter", 0);
    Lock lock("lock");

    std::vector<Task<>> tasks;
    for (int i = 1; i <= workers; ++i) {
        tasks.push_back(create_task(increment_locked(counter, lock, stage.duration("pause")),
                                    name("worker", i)));
    }
    co_await gather(tasks);

    log("counter is {}, should be {}", counter.read(), workers);
    stage.expect(counter.read() == workers, "every increment counts");
    co_return fmt::format("{}", counter.read());
}

}  // namespace

const Scenario kLostUpdate{
    ScenarioId("races/lost-update"),
    Title("Lost update", "丢失更新"),
    Difficulty::Easy,
    Params()
        .integer("workers", 2, AtLeast(1), AtMost(64))
        .duration("pause", 1ms, AtLeast<Duration>(0ms), AtMost<Duration>(1s)),
    Variants()
        .broken(lost_update, Expected()
                                 .finding("lost-update")
                                 .check_fails("every increment counts")
                                 .ends_at(1ms)
                                 .result("1"))
        .fixed(lost_update_locked, Expected().ends_at(2ms).result("2")),
};

}  // namespace coroscope
