// Checks 4 to 6 of the task queue: a worker that dies, and messages that become visible again.

#include "tests/runtime/world/task_queue.h"

namespace coroscope {
namespace {

using test::run;
using test::seconds;
using test::slots;

struct Crash {
    Transport transport = Transport::RabbitMq;
    bool late = true;
    Duration visibility = 30s;
    Duration period = 1s;
    std::string starts = {};
    std::string done = {};
};

Coroutine<> worker_dies(Crash with) {
    Celery app("app", with.transport);
    app.conf.task_acks_late = with.late;
    app.conf.visibility_timeout = with.visibility;
    app.conf.visibility_check_period = with.period;
    const JobType job = app.task("job").takes(10s);
    const AsyncResult result = job.delay();
    Worker worker1(app, "W1", slots(1));
    Worker worker2(app, "W2", slots(1));
    worker1.crash_at(4s);
    co_await sleep(500s);
    CHECK(seconds(result.starts()) == with.starts);
    const std::optional<Duration> done = result.date_done();
    CHECK((done ? seconds(*done) : "never") == with.done);
    CHECK(result.state() == (with.done == "never" ? "PENDING" : "SUCCESS"));
}

TEST_CASE("a job acknowledged early is lost with its worker, and its state stays as it was") {
    run(worker_dies({.late = false, .starts = "0", .done = "never"}));
    run(worker_dies(
        {.transport = Transport::Redis, .late = false, .starts = "0", .done = "never"}));
}

TEST_CASE("RabbitMQ gives a job acknowledged late to another worker at once") {
    run(worker_dies({.starts = "0 4", .done = "14"}));
}

TEST_CASE("Redis gives it to another worker after the visibility timeout, when somebody looks") {
    run(worker_dies({.transport = Transport::Redis, .starts = "0 30", .done = "40"}));
    run(worker_dies(
        {.transport = Transport::Redis, .period = 100s, .starts = "0 100", .done = "110"}));
}

Coroutine<> heartbeat() {
    Celery app("app");
    app.conf.task_acks_late = true;
    app.conf.heartbeat_delay = 60s;
    const AsyncResult result = app.task("job").takes(10s).delay();
    Worker worker1(app, "W1", slots(1));
    Worker worker2(app, "W2", slots(1));
    worker1.crash_at(4s);
    co_await result.get();
    CHECK(seconds(result.starts()) == "0 64");
}

TEST_CASE("a host that vanishes is noticed by its heartbeats only") { run(heartbeat()); }

Coroutine<> held_but_not_begun() {
    Celery app("app");
    const JobType job = app.task("job").takes(10s);
    const AsyncResult first = job.delay();
    const AsyncResult second = job.delay();
    Worker worker1(app, "W1", slots(1));
    worker1.crash_at(4s);
    co_await sleep(5s);
    Worker worker2(app, "W2", slots(1));
    co_await second.get();
    CHECK(now() == 15s);
    CHECK(first.state() == "PENDING");
    CHECK(second.starts().size() == 1);
}

TEST_CASE("what a dead worker had only fetched is delivered again, whatever its acks") {
    run(held_but_not_begun());
}

Coroutine<> done_twice(Duration takes, Duration visibility, std::string starts) {
    Celery app("app", Transport::Redis);
    app.conf.visibility_timeout = visibility;
    const JobType job = app.task("job").takes(takes).acks_late();
    int charged = 0;
    JobType(job).runs([&](const JobRequest& request) {
        return JobRun(takes).returns(fmt::format("run {}", request.run)).does([&] { ++charged; });
    });
    Worker worker1(app, "W1", slots(1));
    Worker worker2(app, "W2", slots(1));
    Worker worker3(app, "W3", slots(1));
    const AsyncResult result = job.delay();
    co_await sleep(takes * 3);
    CHECK(seconds(result.starts()) == starts);
    CHECK(result.state() == "SUCCESS");
    CHECK(*result.date_done() == takes);
    CHECK(result.result() == "run 1");
    CHECK(charged == static_cast<int>(result.starts().size()));
}

TEST_CASE("a job longer than the visibility timeout is done twice, and the first result counts") {
    run(done_twice(250s, 100s, "0 100 200"));
    run(done_twice(250s, 300s, "0"));
}

TEST_CASE("a job of 7000 s begins a second time at 3600 s with the default settings") {
    run(done_twice(7000s, 3600s, "0 3600"));
}

Coroutine<> deduplicated() {
    Celery app("app", Transport::Redis);
    app.conf.visibility_timeout = 100s;
    app.conf.worker_deduplicate_successful_tasks = true;
    app.conf.worker_prefetch_multiplier = 1;
    const JobType job = app.task("job").takes(250s).acks_late();
    const JobType other = app.task("other").takes(260s).acks_late();
    Worker worker1(app, "W1", slots(1));
    Worker worker2(app, "W2", slots(1));
    const AsyncResult result = job.delay();
    other.delay();
    co_await sleep(1000s);
    CHECK(seconds(result.starts()) == "0");
    CHECK(result.state() == "SUCCESS");
}

TEST_CASE("deduplication skips a copy that comes to its turn after a success") {
    run(deduplicated());
}

Coroutine<> eta_beyond_visibility(Duration countdown, Duration visibility, std::string deliveries,
                                  std::size_t executions) {
    Celery app("app", Transport::Redis);
    app.conf.visibility_timeout = visibility;
    app.conf.worker_send_task_events = true;
    const JobType job = app.task("job").takes(1s);
    Worker worker(app, "W1", slots(8));
    std::vector<Duration> received;
    const std::uint64_t listener = app.app()->listen([&](const JobEvent& event) {
        if (event.type == "task-received") {
            received.push_back(event.time);
        }
    });
    const AsyncResult result = job.apply_async(Call().countdown(countdown));
    co_await sleep(countdown * 2);
    app.app()->unlisten(listener);
    CHECK(seconds(received) == deliveries);
    CHECK(result.starts() == std::vector<Duration>(executions, countdown));
}

TEST_CASE("a countdown beyond the visibility timeout runs the job once per delivery") {
    run(eta_beyond_visibility(250s, 100s, "0 100 200", 3));
    run(eta_beyond_visibility(6h, 1h, "0 3600 7200 10800 14400 18000", 6));
}

Coroutine<> consumer_timeout() {
    Celery app("app");
    app.conf.task_acks_late = true;
    app.conf.consumer_timeout = 30min;
    const AsyncResult result = app.task("job").takes(40min).delay();
    Worker worker(app, "W1", slots(2));
    co_await sleep(2h);
    CHECK(result.starts() == std::vector<Duration>{0s, 31min, 62min, 93min});
    CHECK(*result.date_done() == 40min);
}

TEST_CASE("RabbitMQ closes the channel of a worker that keeps a message for over 30 minutes") {
    run(consumer_timeout());
}

}  // namespace
}  // namespace coroscope
