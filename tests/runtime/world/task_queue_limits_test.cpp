// Checks 8, 10 and 13 of the task queue: time limits, rate limits, and jobs that kill their
// process.

#include "tests/runtime/world/task_queue.h"

namespace coroscope {
namespace {

using test::run;
using test::seconds;
using test::slots;

Coroutine<> limited(std::optional<Duration> cleanup, WorkerPool pool, std::string state,
                    std::string text, std::string done, std::string next) {
    Celery app("app");
    app.conf.process_start = 500ms;
    JobType job = app.task("job").takes(10s).returns("all done");
    job.soft_time_limit(3s).time_limit(5s);
    if (cleanup) {
        job.cleans_up(*cleanup, "cleaned up");
    }
    Worker worker(app, "W1", WorkerOptions().concurrency(1).pool(pool));
    const AsyncResult result = job.delay();
    const AsyncResult after = app.task("after").takes(1s).delay();
    co_await sleep(60s);
    CHECK(result.state() == state);
    CHECK(result.result() == text);
    CHECK(seconds(*result.date_done()) == done);
    CHECK(seconds(after.starts()) == next);
}

TEST_CASE("the soft limit is raised in the job, the hard one kills its process") {
    const auto prefork = WorkerPool::Prefork;
    run(limited(1s, prefork, "SUCCESS", "cleaned up", "4", "4"));
    run(limited(3s, prefork, "FAILURE", "TimeLimitExceeded: 5", "5", "5.5"));
    run(limited({}, prefork, "FAILURE", "SoftTimeLimitExceeded", "3", "3"));
}

TEST_CASE("a pool of threads knows no limits") {
    run(limited(1s, WorkerPool::Threads, "SUCCESS", "all done", "10", "10"));
}

Coroutine<> exactly_at_the_limit() {
    Celery app("app");
    Worker worker(app, "W1", slots(1));
    const AsyncResult result = app.task("job").takes(5s).time_limit(5s).delay();
    co_await sleep(6s);
    CHECK(result.state() == "SUCCESS");
}

TEST_CASE("a job that takes exactly its limit has not exceeded it") { run(exactly_at_the_limit()); }

Coroutine<> ten_per_minute(int workers, std::string starts) {
    Celery app("app");
    const JobType job = app.task("job").takes(1s).rate_limit("10/m");
    std::vector<AsyncResult> results;
    for (int i = 0; i < 5; ++i) {
        results.push_back(job.delay());
    }
    std::vector<std::unique_ptr<Worker>> all;
    for (int i = 0; i < workers; ++i) {
        all.push_back(std::make_unique<Worker>(app, fmt::format("W{}", i + 1), slots(4)));
    }
    co_await sleep(60s);
    std::vector<Duration> began;
    for (const AsyncResult& result : results) {
        began.push_back(result.starts().at(0));
    }
    std::sort(began.begin(), began.end());
    CHECK(seconds(began) == starts);
}

TEST_CASE("a rate limit spaces starts evenly, and each worker has its own") {
    run(ten_per_minute(1, "0 6 12 18 24"));
    run(ten_per_minute(2, "0 0 6 6 12"));
}

Coroutine<> rate_fills_the_window() {
    Celery app("app");
    const JobType job = app.task("job").takes(1s).rate_limit("10/m");
    for (int i = 0; i < 6; ++i) {
        job.delay();
    }
    const AsyncResult unlimited = app.task("unlimited").takes(1s).delay();
    Worker worker(app, "W1", slots(1));
    co_await unlimited.get();
    CHECK(seconds(unlimited.starts()) == "13");
}

TEST_CASE("jobs that wait for their rate fill the window, and others wait behind them") {
    run(rate_fills_the_window());
}

Coroutine<> poison_for_ever() {
    Celery app("app");
    const JobType job = app.task("poison").takes(1s).kills_process();
    JobType(job).acks_late().reject_on_worker_lost();
    Worker worker(app, "W1", slots(1));
    const AsyncResult result = job.delay();
    co_await sleep(99500ms);
    CHECK(result.starts().size() == 100);
    CHECK(result.state() == "PENDING");
}

TEST_CASE("a poison message that is requeued begins again every second, for ever") {
    run(poison_for_ever());
}

Coroutine<> delivery_limit() {
    Celery app("app");
    app.queue("celery").quorum().dead_letter("dead");
    const JobType job = app.task("poison").takes(1s).kills_process();
    JobType(job).acks_late().reject_on_worker_lost();
    Worker worker(app, "W1", slots(1));
    const AsyncResult result = job.delay();
    co_await sleep(20900ms);
    CHECK(app.queue("dead").size() == 0);
    co_await sleep(200ms);
    CHECK(app.queue("dead").size() == 1);
    co_await sleep(60s);
    CHECK(result.starts().size() == 21);
}

TEST_CASE("a delivery limit of 20 lets it start 21 times, then it is a dead letter") {
    run(delivery_limit());
}

Coroutine<> child_crash(bool late) {
    Celery app("app");
    const JobType job = app.task("job").takes(2s).kills_process(1).acks_late(late);
    Worker worker(app, "W1", slots(1));
    const AsyncResult result = job.delay();
    co_await sleep(10s);
    CHECK(result.starts().size() == 1);
    CHECK(result.state() == "FAILURE");
    CHECK(result.result().starts_with("WorkerLostError"));
    CHECK(app.broker().unacknowledged() == 0);
}

TEST_CASE("a process that dies makes its job a FAILURE, acknowledged early or late") {
    run(child_crash(false));
    run(child_crash(true));
}

Coroutine<> rejected_failure() {
    Celery app("app");
    app.queue("celery").dead_letter("dead");
    const JobType job = app.task("job").takes(1s).fails("ValueError: no").acks_late();
    Worker worker(app, "W1", slots(1));
    const AsyncResult kept = job.delay();
    co_await sleep(2s);
    CHECK(app.queue("dead").size() == 0);
    JobType(job).acks_on_failure_or_timeout(false);
    const AsyncResult rejected = job.delay();
    co_await sleep(2s);
    CHECK(kept.state() == "FAILURE");
    CHECK(rejected.state() == "FAILURE");
    CHECK(app.queue("dead").size() == 1);
}

TEST_CASE("a late job that fails is acknowledged, unless it is told to be rejected") {
    run(rejected_failure());
}

}  // namespace
}  // namespace coroscope
