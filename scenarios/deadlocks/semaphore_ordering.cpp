// Two semaphores, opposite order
//
// At most two transfers use the network and at most two the disk. A download takes the network
// first, an upload the disk first. When two downloads and two uploads are under way, all permits
// are taken, and all wait for one of the other kind.
//
// Watch:  it takes four tasks to close the ring, not two: each semaphore must be used up.
// Source: the lock order of deadlocks/ab-ba, with permits instead of locks.

#include "scenarios/deadlocks/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Machine {
    Semaphore network;
    Semaphore disk;
};

Coroutine<> download(Machine& machine, Duration step) {
    const auto connection = co_await machine.network.hold();
    log("download: the first bytes arrive");
    co_await sleep(step);
    const auto slot = co_await machine.disk.hold();
    co_await sleep(step);
    log("downloaded");
}

Coroutine<> upload(Machine& machine, Duration step) {
    const auto slot = co_await machine.disk.hold();
    log("upload: the first bytes are read");
    co_await sleep(step);
    const auto connection = co_await machine.network.hold();
    co_await sleep(step);
    log("uploaded");
}

Coroutine<> upload_in_order(Machine& machine, Duration step) {
    const auto connection = co_await machine.network.hold();  // the network first, as downloads do
    const auto slot = co_await machine.disk.hold();
    log("upload: the first bytes are read");
    co_await sleep(step);
    co_await sleep(step);
    log("uploaded");
}

template <class Upload>
Coroutine<std::string> transfer_all(Stage& stage, Upload make_upload) {
    const Duration step = stage.duration("step");
    const int permits = stage.integer("permits");
    Machine machine{.network = Semaphore("network", permits), .disk = Semaphore("disk", permits)};
    std::vector<Task<>> tasks;
    for (int i = 1; i <= stage.integer("downloads"); ++i) {
        tasks.push_back(create_task(download(machine, step), name("download", i)));
    }
    for (int i = 1; i <= stage.integer("uploads"); ++i) {
        tasks.push_back(create_task(make_upload(machine, step), name("upload", i)));
    }
    co_await gather(tasks);
    co_return fmt::format("{} transfers done", tasks.size());
}

Coroutine<std::string> opposite_order(Stage& stage) { return transfer_all(stage, upload); }

Coroutine<std::string> same_order(Stage& stage) { return transfer_all(stage, upload_in_order); }

}  // namespace

const Scenario kSemaphoreOrdering{
    ScenarioId("deadlocks/semaphore-ordering"),
    Title("Two semaphores, opposite order", "两个信号量，顺序相反"),
    Difficulty::Medium,
    Params()
        .integer("permits", 2, AtLeast(1), AtMost(16))
        .integer("downloads", 2, AtLeast(0), AtMost(32))
        .integer("uploads", 2, AtLeast(0), AtMost(32))
        .duration("step", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(opposite_order, Expected().finding("deadlock").hangs().ends_at(100ms))
        .fixed(same_order, Expected().ends_at(400ms).result("4 transfers done")),
};

}  // namespace coroscope
