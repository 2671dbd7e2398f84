// Cancel all: which all?
//
// A manager of tasks keeps a list of what is active, so that it can cancel everything at once. But
// nobody ever puts a task into that list. cancel_all() walks an empty list, finds nothing to wait
// for, and reports success; the tasks work on.
//
// Watch:  at 450 ms the manager says that it has cancelled 0 tasks, and three bars go on.
// Source: article A, whose manager of tasks has a set that is never filled.

#include "scenarios/errors/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> managed(Duration length, Duration cleanup) {
    std::exception_ptr error;
    try {
        co_await sleep(length);
        log("finished its work");
    } catch (const CancelledError&) {
        log("stops");
        error = std::current_exception();
    }
    co_await sleep(cleanup);
    if (error) {
        std::rethrow_exception(error);
    }
}

class Manager {
public:
    /// Starts a task.
    Task<> start(Duration length, Duration cleanup, std::string_view name) {
        return create_task(managed(length, cleanup), name);
    }
    /// Starts a task, and keeps it until it is done.
    Task<> start_and_keep(Duration length, Duration cleanup, std::string_view name) {
        Task<> task = create_task(managed(length, cleanup), name);
        active_.push_back(task);
        task.add_done_callback([this](const Task<>& done) { std::erase(active_, done); });
        return task;
    }
    Coroutine<> cancel_all() {
        const std::vector<Task<>> all = active_;
        for (const Task<>& task : all) {
            task.cancel();
        }
        co_await gather(return_exceptions, all);
        log("has cancelled {} tasks", all.size());
    }

private:
    std::vector<Task<>> active_;
};

/// What came of the tasks when cancel_all() was over, and when they were over.
Coroutine<std::string> stop_and_wait(Stage& stage, Manager& manager, std::vector<Task<>> tasks) {
    co_await sleep(stage.duration("stop"));
    co_await manager.cancel_all();
    const auto at_work = std::ranges::count_if(tasks, [](const auto& one) { return !one.done(); });
    stage.expect(at_work == 0, "nobody works on after cancel_all");
    co_await gather(return_exceptions, tasks);
    co_return fmt::format("{} still at work after cancel_all", at_work);
}

Coroutine<std::string> empty_list(Stage& stage) {
    const Duration cleanup = stage.duration("cleanup");
    Manager manager;
    std::vector<Task<>> tasks;
    tasks.push_back(manager.start(2s, cleanup, "task-1"));
    tasks.push_back(manager.start(1s, cleanup, "task-2"));
    tasks.push_back(manager.start(1500ms, cleanup, "task-3"));
    co_return co_await stop_and_wait(stage, manager, tasks);
}

Coroutine<std::string> kept_list(Stage& stage) {
    const Duration cleanup = stage.duration("cleanup");
    Manager manager;
    std::vector<Task<>> tasks;
    tasks.push_back(manager.start_and_keep(2s, cleanup, "task-1"));
    tasks.push_back(manager.start_and_keep(1s, cleanup, "task-2"));
    tasks.push_back(manager.start_and_keep(1500ms, cleanup, "task-3"));
    co_return co_await stop_and_wait(stage, manager, tasks);
}

}  // namespace

const Scenario kCancelAll{
    ScenarioId("errors/cancel-all"),
    Title("Cancel all, but nobody is on the list", "取消全部，名单却是空的"),
    Difficulty::Medium,
    Params()
        .duration("stop", 450ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("cleanup", 10ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(empty_list, Expected()
                                .check_fails("nobody works on after cancel_all")
                                .ends_at(2010ms)
                                .result("3 still at work after cancel_all"))
        .fixed(kept_list, Expected().ends_at(460ms).result("0 still at work after cancel_all")),
};

}  // namespace coroscope
