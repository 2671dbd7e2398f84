#include "tests/support/heavy_runs.h"

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "runtime/core/event_loop.h"
#include "runtime/core/log.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/gather.h"
#include "runtime/sync/lock.h"
#include "runtime/world/celery.h"
#include "runtime/world/worker.h"

namespace coroscope::test::heavy {

namespace {

constexpr EventIndex kMostEvents = 20'000'000;

/// `main` makes the coroutine anew for each run.
template <class Main>
Simulation simulation(Main main, EventIndex events = kMostEvents) {
    return [main, events](Recorder& recorder, const std::stop_token& stop) {
        LoopOptions options;
        options.recorder = &recorder;
        options.max_events = events;
        options.stop = stop;
        EventLoop loop(std::move(options));
        (void)loop.run(main());
    };
}

Coroutine<> yield_for_ever() {
    for (;;) {
        co_await sleep(Duration::zero());
    }
}

// Ten thousand rounds are enough to look at: a slow machine must not find the budget used up.
Coroutine<> yield_until(const std::stop_token& stop) {
    for (int round = 0;; ++round) {
        while (round > 10'000 && !stop.stop_requested()) {
            std::this_thread::yield();
        }
        co_await sleep(Duration::zero());
    }
}

Coroutine<> two_that_yield() {
    auto other = create_task(yield_for_ever(), "other");
    co_await yield_for_ever();
}

Coroutine<> log_for_ever() {
    co_await sleep(Duration(1));
    for (int i = 0;; ++i) {
        log("line {}", i % 100);
    }
}

Coroutine<> throws() {
    co_await sleep(Duration(1));
    throw std::runtime_error("as it should");
}

Coroutine<> take(Lock& lock) {
    co_await sleep(Duration(1));
    const auto held = co_await lock.hold();
    co_await sleep(Duration::zero());
}

Coroutine<> crowd(int count) {
    Lock lock("lock");
    std::vector<Task<>> tasks;
    for (int i = 1; i <= count; ++i) {
        tasks.push_back(create_task(take(lock), name("worker", i)));
    }
    co_await gather(tasks);
}

Coroutine<> take_two(Lock& first, Lock& second) {
    const auto held = co_await first.hold();
    co_await sleep(Duration::zero());
    const auto other = co_await second.hold();
}

Coroutine<> ring(int count) {
    std::vector<std::unique_ptr<Lock>> locks;
    for (int i = 1; i <= count; ++i) {
        locks.push_back(std::make_unique<Lock>("lock-" + std::to_string(i)));
    }
    std::vector<Task<>> tasks;
    for (int i = 1; i <= count; ++i) {
        Lock& first = *locks[static_cast<std::size_t>(i - 1)];
        Lock& next = *locks[static_cast<std::size_t>(i % count)];
        tasks.push_back(create_task(take_two(first, next), name("task", i)));
    }
    co_await gather(tasks);
}

Coroutine<> flood(int lines) {
    for (int i = 0; i < lines; ++i) {
        log("line {}", i);
        co_await sleep(Duration::zero());
    }
}

Coroutine<> long_named(std::size_t bytes) {
    const std::string text(bytes, 'x');
    Lock lock("lock-" + text);
    auto first = create_task(take(lock), "first-" + text);
    auto second = create_task(take(lock), "second-" + text);
    log("{}", text);
    co_await gather(first, second);
}

Coroutine<> work_off(int jobs, int workers, int queues) {
    Celery app("app");
    const JobType job = app.task("job").takes(std::chrono::seconds(1));
    std::vector<std::string> names;
    for (int i = 1; i <= queues; ++i) {
        names.push_back("queue-" + std::to_string(i));
    }
    std::vector<AsyncResult> results;
    for (std::size_t i = 0; i < static_cast<std::size_t>(jobs); ++i) {
        results.push_back(job.apply_async(Call().queue(names[i % names.size()])));
    }
    const WorkerOptions options = WorkerOptions().concurrency(1).queues(names);
    std::vector<std::unique_ptr<Worker>> crew;
    for (int i = 1; i <= workers; ++i) {
        crew.push_back(std::make_unique<Worker>(app, "worker-" + std::to_string(i), options));
    }
    for (const AsyncResult& result : results) {
        co_await result.get();
    }
}

}  // namespace

Simulation endless(EventIndex events) { return simulation(two_that_yield, events); }
Simulation waiting_for_stop() {
    return [](Recorder& recorder, const std::stop_token& stop) {
        simulation([&stop] { return yield_until(stop); })(recorder, stop);
    };
}
Simulation endless_step(EventIndex events) { return simulation(log_for_ever, events); }
Simulation throwing() { return simulation(throws); }
Simulation many_tasks(int count) {
    return simulation([count] { return crowd(count); });
}
Simulation ring_of_locks(int count) {
    return simulation([count] { return ring(count); });
}
Simulation log_flood(int lines) {
    return simulation([lines] { return flood(lines); });
}
Simulation long_names(std::size_t bytes) {
    return simulation([bytes] { return long_named(bytes); });
}

Simulation task_queue(int jobs, int workers, int queues) {
    return simulation([=] { return work_off(jobs, workers, queues); });
}

Trace made(const Simulation& simulation) {
    Recorder recorder(named("heavy"));
    simulation(recorder, {});
    recorder.publish();
    return recorder.snapshot();
}

}  // namespace coroscope::test::heavy
