#include "runtime/sync/executor.h"

#include <doctest/doctest.h>

#include <string>

#include "runtime/core/log.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/gather.h"
#include "tests/support/ran.h"

using namespace coroscope;
using test::Ran;
using Strings = std::vector<std::string>;

namespace {

std::string at() { return fmt::format("{}", std::chrono::duration<double>(now()).count()); }

Coroutine<> timed(std::string name, Future<> job) {
    co_await job;
    log("{} at {}", name, at());
}

template <class Pool, class Work>
Coroutine<> two_jobs(Work work) {
    Pool pool(2);
    const Future<> first = run_in_executor(pool, work);
    const Future<> second = run_in_executor(pool, work);
    co_await gather(timed("first", first), timed("second", second));
}

void computes() { busy(1s); }
void blocks() { blocking(1s); }

Coroutine<> newcomer() {
    ThreadPoolExecutor pool(2);
    Future<> first = run_in_executor(pool, [] { busy(20ms); });
    co_await sleep(3ms);
    Future<> second = run_in_executor(pool, [] { busy(4ms); });
    co_await gather(timed("first", first), timed("second", second));
}

Coroutine<> loop_computes_too() {
    ThreadPoolExecutor pool(1);
    Future<> job = run_in_executor(pool, [] { busy(20ms); });
    co_await sleep(0s);
    busy(10ms);
    log("loop at {}", at());
    co_await timed("job", job);
}

Coroutine<> mixed() {
    ThreadPoolExecutor pool(2);
    Future<> first = run_in_executor(pool, [] {
        busy(10ms);
        blocking(100ms);
        busy(10ms);
    });
    Future<> second = run_in_executor(pool, [] { busy(50ms); });
    co_await gather(timed("first", first), timed("second", second));
}

Coroutine<> three_on_two() {
    ThreadPoolExecutor pool(2);
    std::vector<Coroutine<>> waits;
    for (int i = 0; i < 3; ++i) {
        waits.push_back(timed(name("job", i), run_in_executor(pool, [i] {
                                  log("starts {}", i);
                                  blocking(1s);
                                  log("ends {}", i);
                              })));
    }
    co_await gather(std::move(waits));
}

Coroutine<> posts() {
    EventLoop& loop = get_running_loop();
    Future<> job = run_in_executor(nullptr, [&loop] {
        blocking(1s);
        loop.call_soon_threadsafe([] { log("in the loop at {}", at()); });
        blocking(1s);
    });
    co_await timed("job", job);
}

Coroutine<> misuses() {
    try {
        ThreadPoolExecutor none(0);
    } catch (const ValueError& error) {
        log("{}", error.message());
    }
    ThreadPoolExecutor pool(1);
    pool.shutdown();
    try {
        (void)run_in_executor(pool, computes);
    } catch (const RuntimeError& error) {
        log("{}", error.message());
    }
    ThreadPoolExecutor other(1);
    Future<> no_loop = run_in_executor(other, [] { (void)create_task(sleep(1s)); });
    try {
        co_await no_loop;
    } catch (const RuntimeError& error) {
        log("{}", error.message());
    }
    Future<> endless = run_in_executor(other, [] {
        while (true) {
            busy(1h);
        }
    });
    try {
        co_await endless;
    } catch (const RuntimeError& error) {
        log("{}", error.message());
    }
}

}  // namespace

TEST_CASE("threads that compute share the interpreter lock in slices of 5 ms") {
    CHECK(Ran(two_jobs<ThreadPoolExecutor>(computes)).logs() ==
          Strings{"first at 1.995", "second at 2"});
}

TEST_CASE("processes compute side by side, and so do threads that block") {
    CHECK(Ran(two_jobs<ProcessPoolExecutor>(computes)).logs() ==
          Strings{"first at 1", "second at 1"});
    CHECK(Ran(two_jobs<ThreadPoolExecutor>(blocks)).logs() == Strings{"first at 1", "second at 1"});
}

TEST_CASE("a thread that computes alone gives way 5 ms after another one asks") {
    // 3 + 5 ms of the first, 4 ms of the second, then the rest of the first.
    CHECK(Ran(newcomer()).logs() == Strings{"second at 0.012", "first at 0.024"});
}

TEST_CASE("the loop's own computing shares the lock with the threads of its process") {
    // Job 5 ms, loop 5 ms, job 5 ms, loop 5 ms: 20 ms have passed; then the job has 10 ms left.
    CHECK(Ran(loop_computes_too()).logs() == Strings{"loop at 0.02", "job at 0.03"});
}

TEST_CASE("a thread that blocks leaves the lock to the others") {
    // They alternate until the first has computed 10 ms, at 15 ms; the second ends at 60 ms, the
    // first blocks until 115 ms and computes until 125 ms.
    CHECK(Ran(mixed()).logs() == Strings{"second at 0.06", "first at 0.125"});
}

TEST_CASE("jobs in line start as workers get free, and log at the time they get there") {
    CHECK(Ran(three_on_two()).logs() == Strings{"starts 0", "starts 1", "ends 0", "starts 2",
                                                "ends 1", "job-0 at 1", "job-1 at 1", "ends 2",
                                                "job-2 at 2"});
}

TEST_CASE("a job can hand a callback to the loop while it goes on") {
    CHECK(Ran(posts()).logs() == Strings{"in the loop at 1", "job at 2"});
}

TEST_CASE("misuse of executors raises asyncio's errors") {
    CHECK(Ran(misuses()).logs() ==
          Strings{"max_workers must be from 1 to 250, and is 0",
                  "cannot schedule new futures after shutdown", "no running event loop",
                  "the thread's function does not end: it takes more than ten years"});
}

namespace {

Coroutine<> waits_for_jobs() {
    ThreadPoolExecutor pool(2);
    std::vector<Future<>> jobs;
    for (int i = 0; i < 4; ++i) {  // two compute, two wait in line
        jobs.push_back(run_in_executor(pool, computes));
    }
    co_await gather(jobs);
}

}  // namespace

// The sanitizers see what it leaves behind.
TEST_CASE("a run that is stopped while jobs compute and wait in line lets go of them") {
    const Ran run(waits_for_jobs(), {.until = 500'000'000});
    CHECK(run.outcome == Outcome::Budget);
    CHECK(run.count(EventKind::JobStarted) == 2);
    CHECK(run.count(EventKind::JobFinished) == 0);
}
TEST_CASE("a run lets go of its jobs wherever it is stopped") {
    const Ran whole(waits_for_jobs());
    REQUIRE(whole.outcome == Outcome::Finished);
    for (std::uint64_t events = 1; events < whole.trace.size(); ++events) {
        CAPTURE(events);
        CHECK(Ran(waits_for_jobs(), {.max_events = events}).trace.size() <= whole.trace.size());
    }
}
