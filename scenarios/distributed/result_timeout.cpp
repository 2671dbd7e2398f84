// A result that is late
//
// get(timeout=10) raises after ten seconds, the job takes fifteen. The timeout ends the waiting,
// not the job: who takes it for a failure and sends the job again, has it done twice. Who keeps the
// id can ask once more.
//
// Watch:  at 10 s the row of worker-1 does not even twitch.
// Source: article C, async_result.get(timeout=10) and "the task failed".

#include "runtime/world/celery.h"
#include "runtime/world/worker.h"
#include "scenarios/distributed/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Shop {
    Celery app{"myapp", Transport::Redis};
    Shared<int> paid{"paid", 0};
    JobType pay = app.task("pay");

    explicit Shop(Duration work) {
        pay.runs([this, work](const JobRequest&) {
            return JobRun(work).returns("receipt").does([this] { paid.write(paid.read() + 1); });
        });
    }
};

/// Waits for it, tells what came of it; whether there is a result.
Coroutine<bool> wait_for_result(AsyncResult job, Duration patience) {
    try {
        const std::string value = co_await job.get(patience);
        log("{}: {}", job.id(), value);
        co_return true;
    } catch (const TimeoutError&) {
        log("{}: TimeoutError, and its state is {}", job.id(), job.state());
        co_return false;
    }
}

Coroutine<> finish(Stage& stage, Shop& shop, int sent) {
    co_await sleep(stage.duration("work") * sent);  // all that was sent has ended
    log("payments: {}", shop.paid.read());
    stage.expect(shop.paid.read() == 1, "the order is paid once");
}

Coroutine<> send_again(Stage& stage) {
    Shop shop(stage.duration("work"));
    Worker worker(shop.app, "worker-1", WorkerOptions().concurrency(stage.integer("slots")));
    int sent = 0;
    bool done = false;
    while (!done && sent < stage.integer("tries")) {
        ++sent;
        const AsyncResult job = shop.pay.delay("order 7");
        done = co_await wait_for_result(job, stage.duration("patience"));
    }
    co_await finish(stage, shop, sent);
}

Coroutine<> ask_again(Stage& stage) {
    Shop shop(stage.duration("work"));
    Worker worker(shop.app, "worker-1", WorkerOptions().concurrency(stage.integer("slots")));
    const AsyncResult job = shop.pay.delay("order 7");
    int asked = 0;
    bool done = false;
    while (!done && asked < stage.integer("tries")) {
        ++asked;
        done = co_await wait_for_result(job, stage.duration("patience"));
    }
    co_await finish(stage, shop, 1);
}

}  // namespace

const Scenario kResultTimeout{
    ScenarioId("distributed/result-timeout"),
    Title("A result that is late", "迟到的结果"),
    Difficulty::Easy,
    Params()
        .duration("work", 15s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("patience", 10s, AtLeast<Duration>(100ms), AtMost<Duration>(1h))
        .integer("tries", 3, AtLeast(1), AtMost(10))
        .integer("slots", 4, AtLeast(1), AtMost(16)),
    Variants()
        .broken(send_again, Expected().check_fails("the order is paid once"))
        .fixed(ask_again),
};

}  // namespace coroscope
