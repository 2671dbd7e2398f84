// Three at a time
//
// Ten downloads of two seconds each, but only three permits. Who gets none waits in line; each
// permit that is given back goes to the one who has waited longest. Ten downloads in groups of
// three are four rounds: 8 s.
//
// Watch:  the semaphore's lane with a bar for each permit, and the tasks that wait behind it.
// Source: articles A, B, C and D.

#include "scenarios/scenario.h"
#include "scenarios/sync/topic.h"

namespace coroscope {
namespace {

Coroutine<> download(Semaphore& permits, Shared<int>& active, Shared<int>& most, Duration length) {
    const auto held = co_await permits.hold();
    const int now_active = active.read() + 1;
    active.write(now_active);
    most.write(std::max(most.read(), now_active));
    co_await sleep(length);
    active.write(active.read() - 1);
}

Coroutine<std::string> semaphore(Stage& stage) {
    const int downloads = stage.integer("downloads");
    const int limit = stage.integer("permits");
    Semaphore permits("permits", limit);
    Shared<int> active("active", 0);
    Shared<int> most("most at once", 0);

    std::vector<Task<>> tasks;
    for (int i = 1; i <= downloads; ++i) {
        tasks.push_back(create_task(download(permits, active, most, stage.duration("length")),
                                    name("download", i)));
    }
    co_await gather(tasks);

    log("{} downloads, never more than {} at once", downloads, most.read());
    stage.expect(most.read() <= limit, "never more at once than there are permits");
    co_return fmt::format("{} at once", most.read());
}

}  // namespace

const Scenario kSemaphore{
    ScenarioId("sync/semaphore"),
    Title("Three at a time", "一次三个"),
    Difficulty::Easy,
    Params()
        .integer("downloads", 10, AtLeast(1), AtMost(1000))
        .integer("permits", 3, AtLeast(1), AtMost(100))
        .duration("length", 2s, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(semaphore, Expected().ends_at(8s).result("3 at once")),
};

}  // namespace coroscope
