// A thousand threads, a thousand tasks
//
// A thousand connections wait 100 ms for an answer, all at once. First a thread serves each of
// them, then a task does. What a thread and a task cost are parameters: memory while it is there,
// and time for the switch to it when its answer is here.
//
// Watch:  the two curves of memory, and how late the last answer is read.
// Source: article D, memory and switches of threads and of tasks.
//
// Simulated threads would not show more: here a thread is a task that pays what a thread costs.

#include "scenarios/blocking/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Cost {
    int memory_kib;
    Duration switching;
};
constexpr Duration kAnswer = 100ms;

Coroutine<> serve(Gauge& memory, Cost cost) {
    memory.add(cost.memory_kib);
    co_await sleep(kAnswer);
    busy(cost.switching);
    memory.add(-cost.memory_kib);
}

Coroutine<std::string> serve_all(const Stage& stage, std::string_view kind, Cost cost) {
    const Duration start = now();
    Gauge memory(fmt::format("KiB of {}s", kind));
    std::vector<Task<>> tasks;
    for (int i = 1; i <= stage.integer("n"); ++i) {
        tasks.push_back(create_task(serve(memory, cost), name(kind, i)));
    }
    co_await gather(tasks);
    const Duration late = now() - start - kAnswer;
    const std::string costs =
        fmt::format("{}s {} KiB, {} us late", kind, memory.highest(), late / 1us);
    log("{} {}", tasks.size(), costs);
    co_return costs;
}

Coroutine<std::string> both(Stage& stage) {
    const Cost thread{stage.integer("thread-kib"), stage.duration("thread-switch")};
    const Cost task{stage.integer("task-kib"), stage.duration("task-switch")};
    const std::string threads = co_await serve_all(stage, "thread", thread);
    const std::string tasks = co_await serve_all(stage, "task", task);
    co_return threads + "; " + tasks;
}

}  // namespace

const Scenario kThreadsVersusTasks{
    ScenarioId("blocking/threads-versus-tasks"),
    Title("A thousand threads, a thousand tasks", "一千个线程与一千个任务"),
    Difficulty::Medium,
    Params()
        .integer("n", 1000, AtLeast(10), AtMost(100'000))
        .integer("thread-kib", 32, AtLeast(8), AtMost(8192))
        .duration("thread-switch", 5us, AtLeast<Duration>(0us), AtMost<Duration>(100us))
        .integer("task-kib", 2, AtLeast(1), AtMost(64))
        .duration("task-switch", 500ns, AtLeast<Duration>(0us), AtMost<Duration>(100us)),
    Variants().only(both, Expected().ends_at(205'500us).result(
                              "threads 32000 KiB, 5000 us late; tasks 2000 KiB, 500 us late")),
};

}  // namespace coroscope
