// Urgent jobs
//
// Ten slow reports wait, then three urgent mails arrive. Two queues called "high" and "low" do not
// make the mails urgent: a worker that reads both takes from them by turns. A priority is a
// property of a message in one queue, and works as long as the message is still there: so the
// worker must hold no more than it runs.
//
// Watch:  the row of worker-1: report, mail, report, mail ... against three mails in a row.
// Source: article C, task_queues and task_routes.

#include "runtime/text/message.h"
#include "runtime/world/celery.h"
#include "runtime/world/worker.h"
#include "scenarios/distributed/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Jobs {
    JobType report;
    JobType mail;
};

/// The reports first, the mails a moment later; what the mails had to wait at most.
Coroutine<Duration> send_all(Stage& stage, Jobs jobs) {
    std::vector<AsyncResult> reports;
    std::vector<AsyncResult> mails;
    for (int i = 0; i < stage.integer("reports"); ++i) {
        reports.push_back(jobs.report.delay(i + 1));
    }
    co_await sleep(500ms);
    const Duration sent = now();
    for (int i = 0; i < stage.integer("mails"); ++i) {
        mails.push_back(jobs.mail.delay(i + 1));
    }
    Duration longest = {};
    for (const AsyncResult& mail : mails) {
        co_await mail.get();
        longest = std::max(longest, mail.starts().front() - sent);
    }
    for (const AsyncResult& report : reports) {
        co_await report.get();
    }
    log("the last mail began {} after it was sent", format_duration(longest.count()));
    co_return longest;
}

void expect_urgent(Stage& stage, Duration longest) {
    const Duration mails_before = (stage.integer("mails") - 1) * stage.duration("mail");
    stage.expect(longest <= stage.duration("report") + mails_before,
                 "a mail waits for one report at most");
}

Coroutine<> two_queues(Stage& stage) {
    Celery app("myapp", Transport::Redis);
    app.conf.worker_prefetch_multiplier = 1;
    app.conf.task_routes = {{"report", "low"}, {"mail", "high"}};
    const Jobs jobs{.report = app.task("report").takes(stage.duration("report")),
                    .mail = app.task("mail").takes(stage.duration("mail"))};
    const WorkerOptions both = WorkerOptions().concurrency(1).queues({"high", "low"});
    Worker worker(app, "worker-1", both);
    std::vector<std::unique_ptr<Worker>> dedicated;
    for (int i = 0; i < stage.integer("dedicated"); ++i) {
        const WorkerOptions high = WorkerOptions().concurrency(1).queues({"high"});
        dedicated.push_back(std::make_unique<Worker>(app, fmt::format("worker-{}", i + 2), high));
    }
    const Duration longest = co_await send_all(stage, jobs);
    expect_urgent(stage, longest);
}

Coroutine<> priorities(Stage& stage) {
    Celery app("myapp", Transport::RabbitMq);
    app.conf.worker_prefetch_multiplier = 1;
    app.conf.task_acks_late = true;
    app.queue("celery").max_priority(10);
    const Jobs jobs{.report = app.task("report").takes(stage.duration("report")).priority(0),
                    .mail = app.task("mail").takes(stage.duration("mail")).priority(9)};
    std::vector<std::unique_ptr<Worker>> workers;
    for (int i = 0; i <= stage.integer("dedicated"); ++i) {
        const WorkerOptions one = WorkerOptions().concurrency(1);
        workers.push_back(std::make_unique<Worker>(app, fmt::format("worker-{}", i + 1), one));
    }
    const Duration longest = co_await send_all(stage, jobs);
    expect_urgent(stage, longest);
}

}  // namespace

const Scenario kTaskPriorities{
    ScenarioId("distributed/priorities"),
    Title("Urgent jobs", "紧急任务"),
    Difficulty::Medium,
    Params()
        .integer("reports", 10, AtLeast(1), AtMost(50))
        .integer("mails", 3, AtLeast(1), AtMost(20))
        .duration("report", 2s, AtLeast<Duration>(0ms), AtMost<Duration>(1min))
        .duration("mail", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(1min))
        .integer("dedicated", 0, AtLeast(0), AtMost(4)),
    Variants()
        .broken(two_queues, Expected().check_fails("a mail waits for one report at most"))
        .fixed(priorities),
};

}  // namespace coroscope
