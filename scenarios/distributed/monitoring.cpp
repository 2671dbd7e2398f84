// Watching a job
//
// Two ways to learn that a job has ended. One asks the result backend every half second: it knows
// late, and loads the backend with questions. The other listens to the events that workers send:
// it knows at once, and of every job.
//
// Watch:  the row of the backend: a query every half second; the listener only waits.
// Source: article C, monitor_task and get_task_info.

#include "runtime/text/message.h"
#include "runtime/world/celery.h"
#include "runtime/world/monitor.h"
#include "runtime/world/worker.h"
#include "scenarios/distributed/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

constexpr Duration kPatience = std::chrono::minutes(30);

struct Seen {
    Duration at = {};
    int questions = 0;
};

/// Asks for the state, as "while not result.ready(): sleep" does.
Coroutine<Seen> poll(AsyncResult job, Duration period) {
    Seen seen{};
    while (now() < kPatience) {
        const std::string_view state = job.state();
        ++seen.questions;
        seen.at = now();
        if (state == "SUCCESS" || state == "FAILURE" || state == "REVOKED") {
            log("the poller: {} has ended, asked {} times", job.id(), seen.questions);
            co_return seen;
        }
        co_await sleep(period);
    }
    log("the poller: gives up, asked {} times", seen.questions);
    co_return seen;
}

/// Hears what workers say until this job has ended.
Coroutine<Seen> listen(Monitor& monitor, std::string id) {
    Seen seen{};
    while (true) {
        const JobEvent event = co_await monitor.next();
        log("the listener: {} {}", event.type, event.id);
        if (event.id == id && is_ready(state_of(event))) {
            seen.at = now();
            co_return seen;
        }
    }
}

Coroutine<std::string> monitoring(Stage& stage) {
    Celery app("myapp", Transport::Redis);
    app.conf.worker_send_task_events = true;
    app.conf.result_expires = stage.duration("expires");
    const JobType add = app.task("add").takes(stage.duration("work")).returns("30");
    Monitor monitor(app);
    Worker worker(app, "worker-1", WorkerOptions().concurrency(1));

    const AsyncResult job = add.delay(10, 20);
    auto poller = create_task(poll(job, stage.duration("period")), "poller");
    auto listener = create_task(listen(monitor, job.id()), "listener");
    const Seen polled = co_await poller;
    const Seen heard = co_await listener;

    log("{} is {}, its result is {}", job.id(), job.state(), job.result());
    co_await sleep(stage.duration("later"));
    log("{} is {}, some time later", job.id(), job.state());
    log("no-such-job is {}", app.result("no-such-job").state());
    stage.expect(heard.at <= polled.at, "who listens knows no later than who asks");
    co_return fmt::format("asked {} times and saw it at {}, heard it at {}", polled.questions,
                          format_duration(polled.at.count()), format_duration(heard.at.count()));
}

}  // namespace

const Scenario kMonitoring{
    ScenarioId("distributed/monitoring"),
    Title("Watching a job", "监控任务"),
    Difficulty::Easy,
    Params()
        .duration("work", 3200ms, AtLeast<Duration>(0ms), AtMost<Duration>(10min))
        .duration("period", 500ms, AtLeast<Duration>(10ms), AtMost<Duration>(10min))
        .duration("expires", 10s, AtLeast<Duration>(1s), AtMost<Duration>(std::chrono::hours(48)))
        .duration("later", 20s, AtLeast<Duration>(0ms), AtMost<Duration>(std::chrono::hours(48))),
    Variants().only(monitoring,
                    Expected().result("asked 8 times and saw it at 3.5 s, heard it at 3.2 s")),
};

}  // namespace coroscope
