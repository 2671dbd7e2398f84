// Check 14 of the task queue: how results are seen: states, polling, push, timeouts, events.

#include "runtime/world/monitor.h"
#include "tests/runtime/world/task_queue.h"

namespace coroscope {
namespace {

using test::run;
using test::seconds;
using test::slots;

Coroutine<> sees_the_end(bool push, std::string at, int queries) {
    Celery app("app");
    app.conf.result_push = push;
    Worker worker(app, "W1", slots(1));
    const AsyncResult result = app.task("job").takes(3200ms).returns("done").delay();
    CHECK(co_await result.get() == "done");
    CHECK(seconds(now()) == at);
    CHECK(app.backend().queries() == queries);
}

TEST_CASE("a job that ends at 3.2 s is seen at 3.5 s by asking eight times, at once by push") {
    run(sees_the_end(false, "3.5", 8));
    run(sees_the_end(true, "3.2", 0));
}

Coroutine<> timeout(bool push) {
    Celery app("app");
    app.conf.result_push = push;
    Worker worker(app, "W1", slots(1));
    const AsyncResult result = app.task("job").takes(15s).delay();
    bool timed_out = false;
    try {
        co_await result.get(10s);
    } catch (const TimeoutError& error) {
        timed_out = error.message() == "The operation timed out.";
    }
    CHECK(timed_out);
    CHECK(now() == 10s);
    co_await result.get();
    CHECK(now() == 15s);
    CHECK(result.state() == "SUCCESS");
}

TEST_CASE("a timeout of get() ends the waiting, not the job") {
    run(timeout(true));
    run(timeout(false));
}

Coroutine<> states(bool track) {
    Celery app("app");
    app.conf.task_track_started = track;
    app.conf.result_expires = 1h;
    const AsyncResult result = app.task("job").takes(2s).returns("5").delay();
    CHECK(result.state() == "PENDING");
    CHECK(app.result("no such job").state() == "PENDING");
    Worker worker(app, "W1", slots(1));
    co_await sleep(1s);
    CHECK(result.state() == (track ? "STARTED" : "PENDING"));
    co_await sleep(2s);
    CHECK(result.state() == "SUCCESS");
    CHECK(result.result() == "5");
    co_await sleep(1h);
    CHECK(result.state() == "PENDING");
    CHECK(app.result("no such job").state() == "PENDING");
}

TEST_CASE("PENDING is what is not known: not begun, invented, expired") {
    run(states(false));
    run(states(true));
}

Coroutine<> ignored() {
    Celery app("app");
    app.conf.task_track_started = true;
    Worker worker(app, "W1", slots(1));
    const AsyncResult result = app.task("job").takes(1s).ignore_result().delay();
    co_await sleep(5s);
    CHECK(result.starts().size() == 1);
    CHECK(result.state() == "PENDING");
}

TEST_CASE("an ignored result is not stored, nor that it began") { run(ignored()); }

Coroutine<> monitored() {
    Celery app("app");
    app.conf.worker_send_task_events = true;
    Monitor monitor(app);
    Worker worker(app, "W1", slots(1));
    const JobType job = app.task("job").takes(1s).fails("ValueError: no", 1).autoretry();
    JobType(job).default_retry_delay(2s);
    const AsyncResult result = job.delay();
    std::string told;
    while (monitor.state(result.id()) != "SUCCESS") {
        const JobEvent event = co_await monitor.next();
        told += fmt::format("{:g} {}, ", std::chrono::duration<double>(event.time).count(),
                            event.type.substr(5));
    }
    CHECK(told ==
          "0 sent, 0 received, 0 started, 1 sent, 1 received, 1 retried, 3 started, 4 succeeded, ");
}

TEST_CASE("a monitor is told of each step of a job, when it happens") { run(monitored()); }

Coroutine<> hearts() {
    Celery app("app");
    Monitor monitor(app);
    Worker worker(app, "W1", slots(1));
    worker.crash_at(5s);
    co_await sleep(8s);
    CHECK(monitor.alive("W1"));
    co_await sleep(1ms);
    CHECK_FALSE(monitor.alive("W1"));
    worker.start();
    CHECK(monitor.alive("W1"));
    worker.shutdown();
    CHECK_FALSE(monitor.alive("W1"));
    CHECK_FALSE(monitor.alive("nobody"));
}

TEST_CASE("a worker whose last heartbeat is more than 4 s old counts as offline") { run(hearts()); }

}  // namespace
}  // namespace coroscope
