// Check 7 of the task queue: retries, and the states that are seen meanwhile.

#include "tests/runtime/world/task_queue.h"

namespace coroscope {
namespace {

using test::run;
using test::seconds;
using test::slots;

Coroutine<> always_fails(int backoff, Duration most, std::string starts, std::string ends) {
    Celery app("app");
    const JobType job = app.task("job").takes(500ms).fails("ValueError: no").autoretry();
    JobType(job).retry_backoff(backoff).retry_backoff_max(most).retry_jitter(false);
    Worker worker(app, "W1", slots(1));
    const AsyncResult result = job.delay();
    co_await sleep(1s);
    CHECK(result.state() == "RETRY");
    std::string error;
    try {
        co_await result.get();
    } catch (const Error& raised) {
        error = raised.type() + ": " + raised.message();
    }
    CHECK(error == "ValueError: no");
    CHECK(result.state() == "FAILURE");
    CHECK(seconds(result.starts()) == starts);
    CHECK(seconds(now()) == ends);
}

TEST_CASE("a job that always fails runs four times, under one id, and is a FAILURE then") {
    run(always_fails(0, 600s, "0 180.5 361 541.5", "542"));
    run(always_fails(1, 600s, "0 1.5 4 8.5", "9"));
    run(always_fails(1, 3s, "0 1.5 4 7.5", "8"));
}

Coroutine<> jitter() {
    Celery app("app");
    const JobType job = app.task("job").fails("ValueError: no").autoretry().retry_backoff(60);
    Worker worker(app, "W1", slots(1));
    const AsyncResult result = job.delay();
    co_await sleep(1h);
    const std::vector<Duration> starts = result.starts();
    REQUIRE(starts.size() == 4);
    for (std::size_t i = 1; i < starts.size(); ++i) {
        const Duration waited = starts[i] - starts[i - 1];
        CHECK(waited % 1s == Duration::zero());
        CHECK(waited <= 60s * (1 << (i - 1)));
    }
}

TEST_CASE("with jitter the delay is a whole number of seconds, at most the back-off") {
    run(jitter());
}

Coroutine<> explicit_retry() {
    Celery app("app");
    const JobType job = app.task("job").max_retries(1).runs([](const JobRequest& request) {
        if (request.retries == 0) {
            return JobRun(1s).retries("ConnectionError: refused", 10s);
        }
        return JobRun(1s).returns(request.args[0] + " charged");
    });
    Worker worker(app, "W1", slots(1));
    const AsyncResult result = job.delay("order 7");
    CHECK(co_await result.get() == "order 7 charged");
    CHECK(seconds(result.starts()) == "0 11");
    CHECK(seconds(now()) == "12");
}

TEST_CASE("self.retry(countdown=10) publishes the same job again") { run(explicit_retry()); }

}  // namespace
}  // namespace coroscope
