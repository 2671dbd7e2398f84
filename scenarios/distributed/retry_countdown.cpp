// A retry with a countdown
//
// A job calls a service that is down. It does not sleep in its slot: it sends itself once more,
// with a countdown that doubles. Meanwhile its slot is free, and another job runs in it.
//
// Watch:  between two runs of charge-1 the row of worker-1 belongs to others.
// Source: article C; Celery's documentation, Task.retry.

#include "runtime/text/message.h"
#include "runtime/world/celery.h"
#include "runtime/world/worker.h"
#include "scenarios/distributed/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<std::string> retry_countdown(Stage& stage) {
    const Duration first_wait = stage.duration("countdown");
    const int failures = stage.integer("failures");
    Celery app("myapp", Transport::Redis);
    JobType charge = app.task("charge").max_retries(stage.integer("max_retries"));
    charge.runs([first_wait, failures](const JobRequest& request) {
        if (request.retries < failures) {
            const Duration wait = first_wait * (1 << request.retries);
            return JobRun(500ms).retries("ConnectionError: the bank is closed", wait);
        }
        return JobRun(500ms).returns("charged");
    });
    const JobType mail = app.task("mail").takes(1s);
    Worker worker(app, "worker-1", WorkerOptions().concurrency(1));

    const AsyncResult charged = charge.delay("order 7");
    std::vector<AsyncResult> mails;
    for (int i = 0; i < stage.integer("mails"); ++i) {
        mails.push_back(mail.delay(i + 1));
    }
    std::string outcome;
    try {
        outcome = co_await charged.get();
    } catch (const Error& error) {
        outcome = std::string(error.type());
    }
    log("{}: {}, at {}, run {} times", charged.id(), outcome, format_duration(now().count()),
        charged.starts().size());
    for (const AsyncResult& sent : mails) {
        co_await sent.get();
    }
    co_return fmt::format("{} after {} runs", outcome, charged.starts().size());
}

}  // namespace

const Scenario kRetryCountdown{
    ScenarioId("distributed/retry-countdown"),
    Title("A retry with a countdown", "带倒计时的重试"),
    Difficulty::Medium,
    Params()
        .integer("failures", 3, AtLeast(0), AtMost(10))
        .integer("max_retries", 3, AtLeast(0), AtMost(10))
        .duration("countdown", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(10min))
        .integer("mails", 4, AtLeast(0), AtMost(50)),
    Variants().only(retry_countdown, Expected().result("charged after 4 runs")),
};

}  // namespace coroscope
