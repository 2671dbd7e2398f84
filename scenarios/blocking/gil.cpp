// Threads, processes and tasks under the interpreter lock
//
// Four jobs of 1 s each, done in three ways: by tasks of one loop, by threads, by processes; once
// they wait for something outside (I/O-bound), once they compute (CPU-bound). Waiting overlaps
// everywhere. Computing overlaps in processes only: threads of one process share one interpreter
// lock, and take turns of 5 ms.
//
// Watch:  the threads' lanes while they compute: one at a time, in slices of 5 ms.
// Source: article D, what the interpreter lock means for asynchronous code.

#include "scenarios/blocking/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> wait_in_loop(Duration work) { co_await sleep(work); }

Coroutine<> compute_in_loop(Duration work) {
    busy(work);
    co_return;
}

using TaskBody = Coroutine<> (*)(Duration);
using Job = std::function<void()>;

Coroutine<Duration> in_tasks(const Stage& stage, std::string_view kind, TaskBody body) {
    const Duration start = now();
    std::vector<Task<>> tasks;
    for (int i = 1; i <= stage.integer("jobs"); ++i) {
        tasks.push_back(create_task(body(stage.duration("work")), name(kind, i)));
    }
    co_await gather(tasks);
    co_return now() - start;
}

Coroutine<Duration> in_pool(const Stage& stage, Executor& pool, Job job) {
    const Duration start = now();
    std::vector<Future<>> futures;
    for (int i = 1; i <= stage.integer("jobs"); ++i) {
        futures.push_back(run_in_executor(pool, job, name("job", i)));
    }
    co_await gather(futures);
    co_return now() - start;
}

std::string times(Duration tasks, Duration threads, Duration processes) {
    return fmt::format("tasks {} ms, threads {} ms, processes {} ms", tasks / 1ms, threads / 1ms,
                       processes / 1ms);
}

Coroutine<std::string> compare(Stage& stage) {
    const Duration work = stage.duration("work");
    const Duration hand_over = stage.duration("hand-over");  // copying the data to a process
    ThreadPoolExecutor threads(stage.integer("workers"), "threads");
    ProcessPoolExecutor processes(stage.integer("workers"), "processes");

    const Job wait = [work] { blocking(work); };
    const Job wait_apart = [=] { busy(hand_over), blocking(work); };
    const Duration waiting = co_await in_tasks(stage, "wait", wait_in_loop);
    const Duration waiting_threads = co_await in_pool(stage, threads, wait);
    const Duration waiting_processes = co_await in_pool(stage, processes, wait_apart);
    log("I/O: {}", times(waiting, waiting_threads, waiting_processes));

    const Job compute = [work] { busy(work); };
    const Job compute_apart = [=] { busy(hand_over + work); };
    const Duration computing = co_await in_tasks(stage, "compute", compute_in_loop);
    const Duration computing_threads = co_await in_pool(stage, threads, compute);
    const Duration computing_processes = co_await in_pool(stage, processes, compute_apart);
    const std::string cpu = times(computing, computing_threads, computing_processes);
    log("CPU: {}", cpu);

    stage.expect(computing_threads >= computing, "threads do not compute faster than one loop");
    co_return cpu;
}

}  // namespace

const Scenario kGil{
    ScenarioId("blocking/gil"),
    Title("Threads, processes and tasks under the interpreter lock", "GIL 之下的线程、进程与任务"),
    Difficulty::Medium,
    Params()
        .integer("jobs", 4, AtLeast(1), AtMost(64))
        .integer("workers", 4, AtLeast(1), AtMost(64))
        .duration("work", 1s, AtLeast<Duration>(1ms), AtMost<Duration>(1min))
        .duration("hand-over", 50ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s)),
    Variants().only(compare, Expected()
                                 .finding("slow-step")
                                 .ends_at(12'100ms)
                                 .result("tasks 4000 ms, threads 4000 ms, processes 1050 ms")),
};

}  // namespace coroscope
