// Task or coroutine
//
// The same work twice. As a task it starts as soon as main gives control away, and it is done long
// before main asks for it. The bare coroutine has not even begun by then: it runs when it is
// awaited, inside main.
//
// Watch:  two lanes: the task works while main prepares; the coroutine's work is in main's own
// lane. Source: articles D and E, creating a coroutine and creating a task.

#include "scenarios/basics/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> work(Shared<std::string>& begun, std::string who, Duration length) {
    log("{}: begins", who);
    begun.write(begun.read().empty() ? who : begun.read() + ", then " + who);
    co_await sleep(length);
    log("{}: done", who);
}

Coroutine<std::string> task_vs_coroutine(Stage& stage) {
    const Duration length = stage.duration("work");
    Shared<std::string> begun("begun", "");

    auto coroutine = work(begun, "coroutine", length);
    auto task = create_task(work(begun, "task", length), "task");
    log("main has made both, nobody has begun");
    stage.expect(begun.read().empty(), "making a coroutine or a task runs nothing");

    co_await sleep(stage.duration("preparation"));
    stage.expect(begun.read() == "task", "the task begins when main gives control away");

    log("main awaits the coroutine");
    co_await coroutine;
    log("main awaits the task");
    co_await task;
    co_return begun.read();
}

}  // namespace

const Scenario kTaskVsCoroutine{
    ScenarioId("basics/task-vs-coroutine"),
    Title("Task or coroutine", "任务还是协程"),
    Difficulty::Easy,
    Params()
        .duration("work", 500ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("preparation", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(task_vs_coroutine, Expected().ends_at(1500ms).result("task, then coroutine")),
};

}  // namespace coroscope
