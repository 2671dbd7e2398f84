// Checks 1 to 3 of the task queue: throughput, and what a worker has fetched no other can run.

#include "tests/runtime/world/task_queue.h"

namespace coroscope {
namespace {

using test::last_done;
using test::run;
using test::seconds;
using test::slots;

Coroutine<> hundred_jobs(int workers, int slots_each) {
    Celery app("app");
    const JobType job = app.task("job").takes(500ms);
    std::vector<AsyncResult> results;
    for (int i = 0; i < 100; ++i) {
        results.push_back(job.delay());
    }
    std::vector<std::unique_ptr<Worker>> all;
    for (int i = 0; i < workers; ++i) {
        all.push_back(std::make_unique<Worker>(app, fmt::format("w{}", i), slots(slots_each)));
    }
    co_await sleep(20s);
    CHECK(seconds(last_done(results)) == "10");
}

TEST_CASE("100 jobs of 0.5 s take 10 s, on 5 workers of a slot and on one worker of 5") {
    run(hundred_jobs(5, 1));
    run(hundred_jobs(1, 5));
}

Coroutine<> one_long_eleven_short(int multiplier, bool late, std::string ends, std::string w2) {
    Celery app("app");
    app.conf.worker_prefetch_multiplier = multiplier;
    app.conf.task_acks_late = late;
    const JobType longer = app.task("long").takes(30s);
    const JobType shorter = app.task("short").takes(1s);
    std::vector<AsyncResult> results;
    results.push_back(longer.delay());
    for (int i = 2; i <= 12; ++i) {
        results.push_back(shorter.delay());
    }
    Worker worker1(app, "W1", slots(1));
    Worker worker2(app, "W2", slots(1));
    co_await sleep(60s);
    CHECK(seconds(last_done(results)) == ends);
    std::vector<Duration> early;
    for (const AsyncResult& result : results) {
        if (*result.date_done() < 30s) {
            early.push_back(*result.date_done());
        }
    }
    CHECK(seconds(*std::max_element(early.begin(), early.end())) == w2);
}

TEST_CASE("what a worker with a long job has prefetched waits for it") {
    run(one_long_eleven_short(4, false, "34", "7"));
    run(one_long_eleven_short(1, false, "31", "10"));
    run(one_long_eleven_short(1, true, "30", "11"));
}

Coroutine<> long_and_short(int pairs, int slots_each, int workers, int multiplier, bool late,
                           std::string ends) {
    Celery app("app");
    app.conf.worker_prefetch_multiplier = multiplier;
    app.conf.task_acks_late = late;
    const JobType longer = app.task("long").takes(10s);
    const JobType shorter = app.task("short").takes(1s);
    std::vector<AsyncResult> results;
    for (int i = 0; i < pairs; ++i) {
        results.push_back(longer.delay());
        results.push_back(shorter.delay());
    }
    std::vector<std::unique_ptr<Worker>> all;
    for (int i = 0; i < workers; ++i) {
        all.push_back(std::make_unique<Worker>(app, fmt::format("W{}", i + 1), slots(slots_each)));
    }
    co_await sleep(200s);
    CHECK(seconds(last_done(results)) == ends);
}

TEST_CASE("two workers of four slots: 40 s with prefetch 4, 30 with 1, 25 with 1 and late acks") {
    run(long_and_short(16, 4, 2, 4, false, "40"));
    run(long_and_short(16, 4, 2, 1, false, "30"));
    run(long_and_short(16, 4, 2, 1, true, "25"));
}

TEST_CASE("two workers of one slot: 40, 30 and 22 s") {
    run(long_and_short(4, 1, 2, 4, false, "40"));
    run(long_and_short(4, 1, 2, 1, false, "30"));
    run(long_and_short(4, 1, 2, 1, true, "22"));
}

TEST_CASE("with one worker prefetch changes nothing") {
    run(long_and_short(4, 2, 1, 4, false, "22"));
    run(long_and_short(4, 2, 1, 1, true, "22"));
}

}  // namespace
}  // namespace coroscope
