#include "tests/support/worker_runs.h"

#include <string>
#include <vector>

#include "runtime/core/sleep.h"
#include "runtime/core/thread.h"
#include "runtime/sync/executor.h"
#include "runtime/sync/gather.h"
#include "tests/support/ran.h"

namespace coroscope::test {

namespace {

using namespace std::chrono_literals;

Coroutine<> upload(ThreadPoolExecutor& pool, std::string job) {
    co_await run_in_executor(
        pool,
        [] {
            blocking(30ms);
            busy(20ms);
        },
        job);
}

Coroutine<> beats() {
    for (int i = 0; i < 10; ++i) {
        co_await sleep(10ms);
    }
}

Coroutine<> uploads() {
    ThreadPoolExecutor pool(2, "pool");
    std::vector<Task<>> tasks;
    for (int i = 1; i <= 3; ++i) {
        tasks.push_back(create_task(upload(pool, name("resize", i)), name("upload", i)));
    }
    tasks.push_back(create_task(beats(), "heartbeat"));
    for (const Task<>& task : tasks) {
        co_await task;
    }
}

Coroutine<> many_jobs(int jobs) {
    ThreadPoolExecutor pool(1, "pool");
    for (int i = 0; i < jobs; ++i) {
        co_await run_in_executor(pool, [] { blocking(1ms); }, "step");
    }
}

Coroutine<> serves() {
    for (int i = 0; i < 4; ++i) {
        blocking(15ms);
        co_await sleep(10ms);
    }
}

Coroutine<> main_and_helper() {
    const Thread helper("helper", serves());
    for (int i = 0; i < 2; ++i) {
        blocking(40ms);
        co_await sleep(5ms);
    }
    co_await helper.finished();
}

}  // namespace

Timeline worker_run() { return Timeline(Ran(uploads()).trace); }

Timeline busy_worker_run(int jobs) { return Timeline(Ran(many_jobs(jobs)).trace); }

Timeline thread_run() { return Timeline(Ran(main_and_helper()).trace); }

}  // namespace coroscope::test
