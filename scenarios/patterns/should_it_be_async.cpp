// Should it be asynchronous?
//
// The same jobs, done in four ways: one after the other, by tasks of one loop, by threads, by
// processes. Each job waits for something outside and then computes. A checklist says in advance
// whether asynchronous code is worth it; the clock says afterwards whether that was right.
//
// Watch:  which of the four lets the waiting overlap, and which the computing.
// Source: article D, should_use_async and its criteria.

#include <algorithm>
#include <array>

#include "scenarios/patterns/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Work {
    explicit Work(const Stage& stage)
        : jobs(stage.integer("jobs")),
          wait(stage.duration("wait")),
          compute(stage.duration("compute")),
          async_library(stage.integer("async-library") == 1) {}
    int jobs;
    Duration wait;
    Duration compute;
    bool async_library;  // there is one that awaits; otherwise the wait blocks
};

/// The checklist: many waits at once, little to compute, nothing that blocks.
bool should_use_async(const Work& work) {
    const bool much_to_wait_for = work.jobs > 1 && work.wait > 0ms;
    const bool cpu_bound = work.compute > work.wait;
    return much_to_wait_for && !cpu_bound && work.async_library;
}

void job(Work work) {
    blocking(work.wait);
    busy(work.compute);
}

Coroutine<> job_in_task(Work work) {
    if (work.async_library) {
        co_await sleep(work.wait);
    } else {
        blocking(work.wait);
    }
    busy(work.compute);
}

Coroutine<> in_pool(Executor& pool, Work work) {
    std::vector<Future<>> futures;
    for (int i = 1; i <= work.jobs; ++i) {
        futures.push_back(run_in_executor(pool, [work] { job(work); }, name("job", i)));
    }
    co_await gather(futures);
}

Coroutine<> one_after_the_other(const Stage&, Work work) {
    ThreadPoolExecutor one_thread(1, "one thread");
    co_await in_pool(one_thread, work);
}

Coroutine<> in_tasks(const Stage&, Work work) {
    std::vector<Task<>> tasks;
    for (int i = 1; i <= work.jobs; ++i) {
        tasks.push_back(create_task(job_in_task(work), name("task", i)));
    }
    co_await gather(tasks);
}

Coroutine<> in_threads(const Stage& stage, Work work) {
    const int size = std::min(32, stage.integer("cpus") + 4);  // what Python takes by default
    ThreadPoolExecutor threads(size, "threads");
    co_await in_pool(threads, work);
}

Coroutine<> in_processes(const Stage& stage, Work work) {
    ProcessPoolExecutor processes(stage.integer("cpus"), "processes");
    const Duration start = stage.duration("start");
    std::vector<Future<>> started;
    for (int i = 1; i <= std::min(work.jobs, stage.integer("cpus")); ++i) {
        started.push_back(run_in_executor(processes, [start] { blocking(start); }, "start"));
    }
    co_await gather(started);
    co_await in_pool(processes, work);
}

struct Way {
    std::string_view name;
    Coroutine<> (*run)(const Stage& stage, Work work);
};
const std::array kWays = {Way{"one after the other", one_after_the_other}, Way{"tasks", in_tasks},
                          Way{"threads", in_threads}, Way{"processes", in_processes}};

Coroutine<std::string> compare(Stage& stage) {
    const Work work(stage);
    const bool advised = should_use_async(work);
    log("the checklist says: {}", advised ? "asynchronous" : "not asynchronous");
    std::string_view best;
    Duration best_time = Duration::max();
    for (const Way& way : kWays) {
        const Duration began = now();
        co_await way.run(stage, work);
        const Duration took = now() - began;
        log("{}: {} ms", way.name, took / 1ms);
        if (took < best_time) {  // of two that are as fast, the simpler one
            best = way.name;
            best_time = took;
        }
    }
    stage.expect(advised == (best == "tasks"), "the checklist is right");
    co_return fmt::format("{}: {} ms", best, best_time / 1ms);
}

}  // namespace

const Scenario kShouldItBeAsync{
    ScenarioId("patterns/should-it-be-async"),
    Title("Should it be asynchronous?", "该不该用异步？"),
    Difficulty::Medium,
    Params()
        .integer("jobs", 4, AtLeast(1), AtMost(100))
        .duration("wait", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(1min))
        .duration("compute", 0ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s))
        .integer("async-library", 1, AtLeast(0), AtMost(1))
        .integer("cpus", 4, AtLeast(1), AtMost(64))
        .duration("start", 50ms, AtLeast<Duration>(0ms), AtMost<Duration>(1s)),
    Variants().only(compare, Expected().ends_at(7050ms).result("tasks: 1000 ms")),
};

}  // namespace coroscope
