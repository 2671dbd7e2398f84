// Cancelling nothing
//
// A manager keeps its active tasks in a set, and cancel_all() goes through it. But no line puts a
// task into the set: the manager awaits its coroutines with gather() and never sees a task.
// cancel_all() walks through an empty set, logs success, and everybody works on.
//
// Watch:  cancel_all at 500 ms: no task is touched.
// Source: article A, a manager that cancels its tasks.

#include <set>

#include "scenarios/found_in_tutorials/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> managed(std::string name, Duration length, Duration cleanup) {
    std::exception_ptr error;
    try {
        co_await sleep(length);
        log("{} completes", name);
    } catch (const CancelledError&) {
        log("{} is cancelled", name);
        error = std::current_exception();
    }
    co_await sleep(cleanup);
    log("{} has cleaned up", name);
    if (error) {
        std::rethrow_exception(error);
    }
}

class Manager {
public:
    explicit Manager(const Stage& stage)
        : length_(stage.duration("length")), cleanup_(stage.duration("cleanup")) {}

    Coroutine<> run(int count) {
        std::vector<Coroutine<>> coroutines;
        for (int i = 1; i <= count; ++i) {
            coroutines.push_back(managed(fmt::format("task-{}", i), i * length_, cleanup_));
        }
        co_await gather(return_exceptions, std::move(coroutines));
    }
    Coroutine<> run_and_keep(int count) {
        for (int i = 1; i <= count; ++i) {
            auto one = managed(fmt::format("task-{}", i), i * length_, cleanup_);
            active_.push_back(create_task(std::move(one), name("task", i)));
        }
        co_await gather(return_exceptions, active_);
    }
    void cancel_all() {
        for (const Task<>& task : active_) {
            task.cancel();
        }
        log("cancel_all: {} tasks", active_.size());
    }

private:
    std::vector<Task<>> active_;
    Duration length_;
    Duration cleanup_;
};

Coroutine<std::string> stop_early(Stage& stage, Manager& manager, Task<> running) {
    const Duration stop = stage.duration("stop");
    co_await sleep(stop);
    manager.cancel_all();
    co_await running;
    const Duration late = now() - stop;
    stage.expect(late <= stage.duration("cleanup"), "after cancel_all only the clean-up is left");
    co_return fmt::format("over {} ms after cancel_all", late / 1ms);
}

Coroutine<std::string> empty_set(Stage& stage) {
    Manager manager(stage);
    auto running = create_task(manager.run(stage.integer("tasks")), "manager");
    co_return co_await stop_early(stage, manager, running);
}

Coroutine<std::string> full_set(Stage& stage) {
    Manager manager(stage);
    auto running = create_task(manager.run_and_keep(stage.integer("tasks")), "manager");
    co_return co_await stop_early(stage, manager, running);
}

}  // namespace

const Scenario kCancelNothing{
    ScenarioId("found-in-tutorials/cancel-nothing"),
    Title("Cancelling nothing", "取消了个空"),
    Difficulty::Easy,
    Params()
        .integer("tasks", 3, AtLeast(1), AtMost(50))
        .duration("length", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("cleanup", 10ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("stop", 500ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(empty_set, Expected()
                               .check_fails("after cancel_all only the clean-up is left")
                               .ends_at(3010ms)
                               .result("over 2510 ms after cancel_all"))
        .fixed(full_set, Expected().ends_at(510ms).result("over 10 ms after cancel_all")),
};

}  // namespace coroscope
