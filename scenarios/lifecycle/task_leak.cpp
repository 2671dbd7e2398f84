// Tasks that nobody ends
//
// Each session of a chat starts a heartbeat, a task that goes on for ever. Nobody keeps its handle,
// so nobody can end it: the sessions are over, and their hearts still beat. With each session there
// is one task more.
//
// Watch:  "session 1 is alive" long after session 1 is over.
// Source: article D, task leaks and the task tracker.

#include "scenarios/lifecycle/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> heartbeat(int session, Duration pace) {
    for (;;) {
        co_await sleep(pace);
        log("session {} is alive", session);
    }
}

Coroutine<> session(int number, Duration length, Duration pace) {
    create_task(heartbeat(number, pace), name("heartbeat", number));  // and who ends it?
    co_await sleep(length);
    log("session {} is over", number);
}

/// Knows every task that it started until it has ended.
class TaskTracker {
public:
    Task<> start(Coroutine<> work, const std::string& name) {
        Task<> task = create_task(std::move(work), name);
        active_.push_back(task);
        task.add_done_callback([this](const Task<>& ended) { std::erase(active_, ended); });
        return task;
    }
    [[nodiscard]] std::size_t active_count() const { return active_.size(); }
    Coroutine<> stop(Task<> task) {
        task.cancel();
        co_await gather(return_exceptions, task);
    }

private:
    std::vector<Task<>> active_;
};

Coroutine<> session_tracked(TaskTracker& tracker, int number, Duration length, Duration pace) {
    const auto beats = tracker.start(heartbeat(number, pace), name("heartbeat", number));
    co_await sleep(length);
    co_await tracker.stop(beats);
    log("session {} is over", number);
}

std::size_t tasks_beside_main() { return all_tasks().size() - 1; }

Coroutine<std::string> forgotten(Stage& stage) {
    for (int number = 1; number <= stage.integer("sessions"); ++number) {
        co_await session(number, stage.duration("length"), stage.duration("pace"));
        log("tasks besides main: {}", tasks_beside_main());
    }
    stage.expect(tasks_beside_main() == 0, "no task outlives its session");
    co_return fmt::format("{} tasks left", tasks_beside_main());
}

Coroutine<std::string> tracked(Stage& stage) {
    TaskTracker tracker;
    for (int number = 1; number <= stage.integer("sessions"); ++number) {
        co_await session_tracked(tracker, number, stage.duration("length"), stage.duration("pace"));
        log("tasks besides main: {}", tracker.active_count());
    }
    stage.expect(tasks_beside_main() == 0, "no task outlives its session");
    co_return fmt::format("{} tasks left", tasks_beside_main());
}

}  // namespace

const Scenario kTaskLeak{
    ScenarioId("lifecycle/task-leak"),
    Title("Tasks that nobody ends", "没人结束的任务"),
    Difficulty::Easy,
    Params()
        .integer("sessions", 3, AtLeast(1), AtMost(50))
        .duration("length", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(1min))
        .duration("pace", 450ms, AtLeast<Duration>(200ms), AtMost<Duration>(1h)),
    Variants()
        .broken(forgotten, Expected()
                               .finding("task-leak")
                               .check_fails("no task outlives its session")
                               .ends_at(3s)
                               .result("3 tasks left"))
        .fixed(tracked, Expected().ends_at(3s).result("0 tasks left")),
};

}  // namespace coroscope
