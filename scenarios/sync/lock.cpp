// One at a time
//
// Five tasks add 1, 2, 3, 4 and 5 to one number. Each needs 100 ms between reading it and writing
// it back, and holds the lock meanwhile: the others stand in line. Nothing is lost, and the whole
// takes five times as long as one.
//
// Watch:  the lock's lane: it goes from hand to hand, in the order in which the tasks came.
// Source: article A, a resource that is changed under a lock.

#include "scenarios/scenario.h"
#include "scenarios/sync/topic.h"

namespace coroscope {
namespace {

Coroutine<> add(Lock& lock, Shared<int>& total, int value, Duration access) {
    log("task {} wants the lock", value);
    const auto held = co_await lock.hold();
    const int before = total.read();
    co_await sleep(access);
    total.write(before + value);
    log("task {}: {} + {} = {}", value, before, value, before + value);
}

Coroutine<std::string> lock(Stage& stage) {
    const int count = stage.integer("tasks");
    Lock lock("lock");
    Shared<int> total("total", 0);

    std::vector<Task<>> tasks;
    for (int i = 1; i <= count; ++i) {
        tasks.push_back(
            create_task(add(lock, total, i, stage.duration("access")), name("task", i)));
    }
    co_await gather(tasks);

    const auto held = co_await lock.hold();  // free: this does not wait
    stage.expect(total.read() == count * (count + 1) / 2, "every addition counts");
    co_return fmt::format("the total is {}", total.read());
}

}  // namespace

const Scenario kLock{
    ScenarioId("sync/lock"),
    Title("One at a time", "一次只进一个"),
    Difficulty::Easy,
    Params()
        .integer("tasks", 5, AtLeast(1), AtMost(500))
        .duration("access", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(lock, Expected().ends_at(500ms).result("the total is 15")),
};

}  // namespace coroscope
