// Check 16 of the task queue: shutting down; and jobs that are revoked.

#include "tests/runtime/world/task_queue.h"

namespace coroscope {
namespace {

using test::run;
using test::seconds;
using test::slots;

enum class How : std::uint8_t { Warm, Cold, Soft };

struct Shutdown {
    How how = How::Warm;
    bool late = false;
    std::string exits = {};
    std::string first = {};
    std::string second = {};
    std::size_t back = 0;
};

Coroutine<> shuts_down(Shutdown with) {
    Celery app("app");
    app.conf.task_acks_late = with.late;
    Worker worker(app, "W1", slots(2));
    const AsyncResult first = app.task("first").takes(3s).delay();
    const AsyncResult second = app.task("second").takes(8s).delay();
    const AsyncResult third = app.task("third").takes(1s).delay();
    co_await sleep(1s);
    if (with.how == How::Warm) {
        worker.shutdown();
    } else if (with.how == How::Cold) {
        worker.shutdown_cold();
    } else {
        worker.shutdown_soft(5s);
    }
    co_await worker.exited();
    CHECK(seconds(now()) == with.exits);
    CHECK(first.state() == with.first);
    CHECK(second.state() == with.second);
    CHECK(third.starts().empty());
    CHECK(app.queue("celery").size() == with.back);
    CHECK(app.broker().unacknowledged() == 0);
}

TEST_CASE("a warm shutdown finishes what runs, and gives back what it only held") {
    run(shuts_down({.exits = "8", .first = "SUCCESS", .second = "SUCCESS", .back = 1}));
}

TEST_CASE("a cold shutdown cancels what runs: late jobs go back, early ones are lost") {
    run(shuts_down({How::Cold, false, "1", "RETRY", "RETRY", 1}));
    run(shuts_down({How::Cold, true, "1", "PENDING", "PENDING", 3}));
}

TEST_CASE("a soft shutdown is warm for its timeout, then cold") {
    run(shuts_down({How::Soft, false, "6", "SUCCESS", "RETRY", 1}));
    run(shuts_down({How::Soft, true, "6", "SUCCESS", "PENDING", 2}));
}

Coroutine<> revoked() {
    Celery app("app");
    const JobType job = app.task("job").takes(4s);
    Worker worker(app, "W1", slots(1));
    const AsyncResult runs = job.delay();
    const AsyncResult held = job.delay();
    const AsyncResult last = job.delay();
    co_await sleep(1s);
    runs.revoke();
    held.revoke();
    CHECK(held.state() == "REVOKED");
    std::string error;
    try {
        co_await held.get();
    } catch (const Error& raised) {
        error = raised.type();
    }
    CHECK(error == "TaskRevokedError");
    co_await last.get();
    CHECK(runs.state() == "SUCCESS");
    CHECK(held.starts().empty());
    CHECK(seconds(last.starts()) == "4");
}

TEST_CASE("a revoked job does not begin, but one that runs goes on") { run(revoked()); }

Coroutine<> terminated() {
    Celery app("app");
    app.conf.process_start = 1s;
    const JobType job = app.task("job").takes(4s);
    Worker worker(app, "W1", slots(1));
    const AsyncResult runs = job.delay();
    const AsyncResult next = job.delay();
    co_await sleep(1s);
    runs.revoke(true);
    CHECK(runs.state() == "REVOKED");
    co_await next.get();
    CHECK(seconds(next.starts()) == "2");
}

TEST_CASE("terminate kills the process that runs the job") { run(terminated()); }

Coroutine<> expired() {
    Celery app("app");
    const JobType job = app.task("job").takes(4s);
    Worker worker(app, "W1", slots(1));
    job.delay();
    const AsyncResult exactly = job.apply_async(Call().expires(4s));
    const AsyncResult late = job.apply_async(Call().expires(7s));
    co_await sleep(20s);
    CHECK(exactly.state() == "SUCCESS");
    CHECK(late.state() == "REVOKED");
    CHECK(late.starts().empty());
}

TEST_CASE("a job that is later than its expiry is REVOKED instead of run") { run(expired()); }

Coroutine<> countdown() {
    Celery app("app");
    app.conf.worker_prefetch_multiplier = 1;
    const JobType job = app.task("job").takes(1s);
    Worker worker(app, "W1", slots(1));
    std::vector<AsyncResult> later;
    for (int i = 0; i < 5; ++i) {
        later.push_back(job.apply_async(Call().countdown(10s)));
    }
    co_await sleep(1s);
    CHECK(worker.holds() == 5);
    const AsyncResult at_once = job.delay();
    co_await sleep(20s);
    CHECK(seconds(at_once.starts()) == "1");
    CHECK(seconds(later[0].starts()) == "10");
    CHECK(seconds(later[4].starts()) == "14");
}

TEST_CASE("a message with a countdown waits in the worker, beyond its prefetch limit") {
    run(countdown());
}

Coroutine<> ten_thousand_jobs() {
    Celery app("app");
    const JobType job = app.task("job").takes(500ms);
    std::vector<std::unique_ptr<Worker>> workers;
    for (int i = 0; i < 100; ++i) {
        const WorkerOptions options = slots(1).queues({fmt::format("queue-{}", i % 5)});
        workers.push_back(std::make_unique<Worker>(app, fmt::format("W{}", i + 1), options));
    }
    for (int i = 0; i < 10'000; ++i) {
        job.apply_async(Call().queue(fmt::format("queue-{}", i % 5)));
    }
    co_await sleep(60s);
    CHECK(app.runs() == 10'000);
    CHECK(app.broker().unacknowledged() == 0);
}

TEST_CASE("10000 jobs, 100 workers and 5 queues are simulated") { run(ten_thousand_jobs()); }

}  // namespace
}  // namespace coroscope
