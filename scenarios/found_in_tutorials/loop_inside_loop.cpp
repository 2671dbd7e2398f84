// A loop inside a loop
//
// A manager makes a loop of its own, creates tasks and runs them on it with run_until_complete().
// Called from a coroutine that cannot work: a loop is running in this thread already, and the tasks
// were created in that one. The call raises, the clean-up cancels the tasks, and nothing was done.
//
// Watch:  three tasks are created and cancelled before their first step.
// Source: article E, a manager with a loop of its own, used inside asyncio.run().

#include "scenarios/found_in_tutorials/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<std::string> sample(std::string name, Duration delay) {
    co_await sleep(delay);
    log("{} is done", name);
    co_return name;
}

std::vector<Task<std::string>> create_samples(const Stage& stage) {
    const Duration unit = stage.duration("unit");
    std::vector<Task<std::string>> tasks;
    tasks.push_back(create_task(sample("A", unit), "A"));
    tasks.push_back(create_task(sample("B", 2 * unit), "B"));
    tasks.push_back(create_task(sample("C", 3 * unit / 2), "C"));
    return tasks;
}

/// The manager's run_tasks(): no coroutine, so it cannot await.
std::size_t run_tasks(const Stage& stage) {
    EventLoop own;
    const std::vector<Task<std::string>> tasks = create_samples(stage);  // of the loop that runs
    const auto cancel = [&] {
        for (const Task<std::string>& task : tasks) {
            task.cancel();
        }
    };
    try {
        own.run_until_complete(gather(tasks));
    } catch (...) {
        cancel();  // finally
        throw;
    }
    cancel();
    return tasks.size();
}

Coroutine<std::string> second_loop(Stage& stage) {
    std::size_t done = 0;
    try {
        done = run_tasks(stage);
    } catch (const RuntimeError& error) {
        log("RuntimeError: {}", error.message());
    }
    stage.expect(done == 3, "the manager runs three tasks");
    co_return fmt::format("{} results", done);
}

Coroutine<std::string> same_loop(Stage& stage) {
    const std::vector<Task<std::string>> tasks = create_samples(stage);
    const std::vector<std::string> results = co_await gather(tasks);
    stage.expect(results.size() == 3, "the manager runs three tasks");
    co_return fmt::format("{} results", results.size());
}

}  // namespace

const Scenario kLoopInsideLoop{
    ScenarioId("found-in-tutorials/loop-inside-loop"),
    Title("A loop inside a loop", "循环里的循环"),
    Difficulty::Medium,
    Params().duration("unit", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(second_loop, Expected()
                                 .finding("exception-never-retrieved")
                                 .check_fails("the manager runs three tasks")
                                 .ends_at(0ms)
                                 .result("0 results"))
        .fixed(same_loop, Expected().ends_at(2s).result("3 results")),
};

}  // namespace coroscope
