// Checks 11 and 15 of the task queue: priorities, routes, dead letters, a broker that restarts.

#include "tests/runtime/world/task_queue.h"

namespace coroscope {
namespace {

using test::last_done;
using test::run;
using test::seconds;
using test::slots;

Coroutine<> priorities(Transport transport, bool worker_first, std::string order) {
    Celery app("app", transport);
    app.queue("celery").max_priority(10);
    std::string began;
    const JobType job = app.task("job").runs([&](const JobRequest& request) {
        began += request.args[0];
        return JobRun(1s);
    });
    std::unique_ptr<Worker> worker;
    if (worker_first) {
        worker = std::make_unique<Worker>(app, "W1", slots(1));
        co_await sleep(1s);
    }
    const std::vector<std::pair<std::string, int>> calls = {{"a", 0}, {"b", 9}, {"c", 5},
                                                            {"d", 0}, {"e", 9}, {"f", 4}};
    for (const auto& [name, priority] : calls) {
        job.apply_async({name}, Call().priority(priority));
    }
    if (!worker) {
        worker = std::make_unique<Worker>(app, "W1", slots(1));
    }
    co_await sleep(10s);
    CHECK(began == order);
}

TEST_CASE("RabbitMQ gives the larger priority first, Redis the smaller, in steps of three") {
    run(priorities(Transport::RabbitMq, false, "becfad"));
    run(priorities(Transport::Redis, false, "adcfbe"));
}

TEST_CASE("what an idle worker has fetched is not sorted again") {
    run(priorities(Transport::RabbitMq, true, "abcdef"));
}

Coroutine<> no_max_priority() {
    Celery app("app");
    const JobType job = app.task("job").takes(1s);
    const AsyncResult low = job.apply_async(Call().priority(0));
    const AsyncResult high = job.apply_async(Call().priority(9));
    Worker worker(app, "W1", slots(1));
    co_await sleep(5s);
    CHECK(seconds(low.starts()) == "0");
    CHECK(seconds(high.starts()) == "1");
}

TEST_CASE("a queue of RabbitMQ without x-max-priority knows none") { run(no_max_priority()); }

Coroutine<> routes() {
    Celery app("app");
    app.conf.task_routes = {{"charge", "money"}};
    const JobType charge = app.task("charge").takes(1s);
    const JobType mail = app.task("mail").takes(1s).queue("mail");
    charge.delay();
    mail.delay();
    mail.apply_async(Call().queue("urgent"));
    app.task("other").delay();
    CHECK(app.queue("money").size() == 1);
    CHECK(app.queue("mail").size() == 1);
    CHECK(app.queue("urgent").size() == 1);
    CHECK(app.queue("celery").size() == 1);
    co_return;
}

TEST_CASE("a call beats its job type, which beats the routes; others go to queue celery") {
    run(routes());
}

Coroutine<> two_queues(Transport transport, bool strict, std::string order) {
    Celery app("app", transport);
    app.conf.queue_order_priority = strict;
    app.conf.worker_prefetch_multiplier = 1;
    std::string began;
    const JobType job = app.task("job").runs([&](const JobRequest& request) {
        began += request.args[0];
        return JobRun(1s);
    });
    JobType(job).acks_late();
    for (int i = 0; i < 3; ++i) {
        job.apply_async({"l"}, Call().queue("low"));
        job.apply_async({"h"}, Call().queue("high"));
    }
    Worker worker(app, "W1", WorkerOptions().concurrency(1).queues({"high", "low"}));
    co_await sleep(10s);
    CHECK(began == order);
}

TEST_CASE("one worker on two queues takes from them by turns, so that none is first") {
    run(two_queues(Transport::RabbitMq, false, "hlhlhl"));
    run(two_queues(Transport::Redis, false, "hlhlhl"));
    run(two_queues(Transport::Redis, true, "hhhlll"));
}

Coroutine<> overlong() {
    Celery app("app");
    app.queue("celery").max_length(2).dead_letter("dead");
    const JobType job = app.task("job").takes(1s);
    const AsyncResult oldest = job.delay();
    job.delay();
    job.delay();
    CHECK(app.queue("celery").size() == 2);
    CHECK(app.queue("dead").size() == 1);
    Worker worker(app, "W1", slots(1));
    co_await sleep(5s);
    CHECK(oldest.state() == "PENDING");
}

TEST_CASE("a queue that is too long throws out its oldest message") { run(overlong()); }

struct Restart {
    Transport transport = Transport::RabbitMq;
    bool late = false;
    bool persistent = true;
    int starts = 0;
    int done = 0;
    int lost = 0;
    std::string ends = {};
};

Coroutine<> broker_restarts(Restart with) {
    Celery app("app", with.transport);
    app.conf.task_acks_late = with.late;
    app.conf.task_persistent = with.persistent;
    const JobType job = app.task("job").takes(1s);
    std::vector<AsyncResult> results;
    for (int i = 0; i < 20; ++i) {
        results.push_back(job.delay());
    }
    Worker worker(app, "W1", slots(1));
    co_await sleep(4500ms);
    app.broker().restart(1500ms);
    co_await sleep(100s);
    CHECK(app.runs() == with.starts);
    CHECK(std::ranges::count_if(results, &AsyncResult::successful) == with.done);
    CHECK(app.broker().lost() == with.lost);
    if (with.done == 20) {
        std::vector<Duration> last;
        for (const AsyncResult& result : results) {
            last.push_back(result.starts().back() + 1s);
        }
        CHECK(seconds(*std::ranges::max_element(last)) == with.ends);
    }
}

TEST_CASE("a durable broker that restarts gives back what was held: each job runs once") {
    run(broker_restarts({.starts = 20, .done = 20, .ends = "21.5"}));
}

TEST_CASE("with late acks the job that ran meanwhile runs again: 21 starts") {
    run(broker_restarts({.late = true, .starts = 21, .done = 20, .ends = "22.5"}));
}

TEST_CASE("transient messages are lost, and those of a Redis that writes no log") {
    run(broker_restarts({.persistent = false, .starts = 5, .done = 5, .lost = 15}));
    run(broker_restarts({.transport = Transport::Redis, .starts = 5, .done = 5, .lost = 15}));
}

Coroutine<> gone_for(Duration downtime, std::string begins) {
    Celery app("app");
    const AsyncResult job = app.task("job").takes(1s).apply_async(Call().countdown(1s));
    Worker worker(app, "W1", slots(1));
    co_await sleep(500ms);
    app.broker().restart(downtime);
    co_await sleep(200s);
    CHECK(seconds(job.starts()) == begins);
}

TEST_CASE("a worker tries to connect after 2, 4, 6 s and so on") {
    run(gone_for(1s, "2.5"));
    run(gone_for(5s, "6.5"));
    run(gone_for(10s, "12.5"));
    run(gone_for(15s, "20.5"));
}

Coroutine<> publishes_into_nothing() {
    Celery app("app");
    const JobType job = app.task("job");
    app.broker().restart(10s);
    std::string error;
    try {
        job.delay();
    } catch (const Error& raised) {
        error = raised.type();
    }
    CHECK(error == "OperationalError");
    CHECK(now() == 600ms);
    co_await sleep(9s);
    job.delay();  // blocks until the broker answers
    CHECK(now() == 10200ms);
    co_await sleep(1s);
    CHECK(app.queue("celery").size() == 1);
}

TEST_CASE("who publishes while the broker is gone is blocked, and then told") {
    run(publishes_into_nothing());
}

Coroutine<> lost_and_doubled() {
    Celery app("app");
    const JobType job = app.task("job").takes(1s);
    Worker worker(app, "W1", slots(2));
    app.broker().lose_next();
    const AsyncResult lost = job.delay();
    app.broker().duplicate_next();
    const AsyncResult doubled = job.delay();
    co_await sleep(5s);
    CHECK(lost.state() == "PENDING");
    CHECK(doubled.starts().size() == 2);
}

TEST_CASE("a message can get lost on its way, or arrive twice") { run(lost_and_doubled()); }

}  // namespace
}  // namespace coroscope
