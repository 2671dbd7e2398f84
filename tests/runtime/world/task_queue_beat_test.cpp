// Check 12 of the task queue: jobs that are sent periodically.

#include "runtime/world/beat.h"
#include "tests/runtime/world/task_queue.h"

namespace coroscope {
namespace {

using test::run;
using test::seconds;
using test::slots;

std::vector<std::size_t> of_sendings(const Beat& beat, std::string_view state) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < beat.sent().size(); ++i) {
        if (beat.results()[i].state() == state) {
            found.push_back((i + 1) * 5);
        }
    }
    return found;
}

Coroutine<> slower_than_its_period() {
    Celery app("app");
    std::vector<Duration> starts;
    const JobType job = app.task("job").runs([&](const JobRequest&) {
        starts.push_back(now());
        return JobRun(7s);
    });
    Worker worker(app, "W1", slots(1));
    Beat beat(app);
    beat.every(5s, job, Call().expires(5s));
    co_await sleep(61s + 1ms);
    beat.stop();
    CHECK(seconds(starts) == "5 12 19 26 33 40 47 54 61");
    CHECK(of_sendings(beat, "REVOKED") == std::vector<std::size_t>{20, 40, 55});
    CHECK(seconds(*beat.results()[3].date_done()) == "26");
    CHECK(seconds(*beat.results()[7].date_done()) == "47");
    CHECK(seconds(*beat.results()[10].date_done()) == "61");
    co_await sleep(10s);
    CHECK(of_sendings(beat, "SUCCESS") ==
          std::vector<std::size_t>{5, 10, 15, 25, 30, 35, 45, 50, 60});
}

TEST_CASE("a job slower than its period: with expires old sendings are REVOKED") {
    run(slower_than_its_period());
}

Coroutine<> without_expires() {
    Celery app("app");
    const JobType job = app.task("job").takes(7s);
    Worker worker(app, "W1", slots(1));
    Beat beat(app);
    beat.every(5s, job);
    co_await sleep(61s);
    beat.stop();
    co_await sleep(60s);
    CHECK(seconds(beat.results()[11].starts()) == "82");
}

TEST_CASE("without expires the backlog grows: the sending of 60 s begins at 82") {
    run(without_expires());
}

Coroutine<> stuck(bool cron, Duration until, std::string sent) {
    Celery app("app");
    Beat beat(app);
    beat.hang(9s, 13s);
    const JobType job = app.task("job");
    if (cron) {
        beat.crontab(5s, job);
    } else {
        beat.every(5s, job);
    }
    co_await sleep(until);
    CHECK(seconds(beat.sent()) == sent);
}

TEST_CASE("an interval counts from the last sending, a crontab keeps its phase") {
    run(stuck(false, 24s, "5 13 18 23"));
    run(stuck(true, 21s, "5 13 15 20"));
}

Coroutine<> two_beats() {
    Celery app("app");
    const JobType job = app.task("job");
    Beat first(app, "beat-1");
    Beat second(app, "beat-2");
    first.every(5s, job);
    second.every(5s, job);
    co_await sleep(11s);
    CHECK(app.queue("celery").size() == 4);
}

TEST_CASE("two beats send everything twice") { run(two_beats()); }

}  // namespace
}  // namespace coroscope
