// A job done twice
//
// Redis knows no connections: a message that is not acknowledged for the visibility timeout counts
// as lost and goes to another worker. A job that takes longer is not lost at all: it runs, and runs
// again beside itself. The card is charged three times, unless the job can tell that it was.
//
// Watch:  at 100 s and at 200 s the same id begins on another worker.
// Source: article C, a task queue on Redis; Celery's documentation, Using Redis, Caveats.

#include <memory>
#include <set>

#include "runtime/world/celery.h"
#include "runtime/world/worker.h"
#include "scenarios/distributed/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Bank {
    Shared<int> charges{"charges", 0};
    std::set<std::string> seen = {};

    void charge() { charges.write(charges.read() + 1); }
    /// The same key charges once.
    void charge_once(const std::string& key) {
        if (seen.insert(key).second) {
            charge();
        }
    }
};

Coroutine<> charge_card(Stage& stage, bool with_key) {
    const Duration work = stage.duration("work");
    Celery app("myapp", Transport::Redis);
    app.conf.task_acks_late = true;
    app.conf.visibility_timeout = stage.duration("visibility");
    app.conf.visibility_check_period = stage.duration("check");
    Bank bank;
    JobType charge = app.task("charge");
    charge.runs([&bank, work, with_key](const JobRequest& request) {
        const std::string id = request.id;
        return JobRun(work).returns("charged").does([&bank, with_key, id] {
            if (with_key) {
                bank.charge_once(id);
            } else {
                bank.charge();
            }
        });
    });
    const WorkerOptions one = WorkerOptions().concurrency(1);
    std::vector<std::unique_ptr<Worker>> workers;
    for (int i = 1; i <= stage.integer("workers"); ++i) {
        workers.push_back(std::make_unique<Worker>(app, fmt::format("worker-{}", i), one));
    }

    const AsyncResult result = charge.delay("order 7");
    co_await result.get();
    log("{} is {}", result.id(), result.state());
    co_await sleep(work);  // the copies end, too
    const int charges = bank.charges.read();
    log("runs: {}, charges: {}", result.starts().size(), charges);
    stage.expect(charges == 1, "the card is charged once");
}

Coroutine<> charge_each_time(Stage& stage) { return charge_card(stage, false); }
Coroutine<> charge_with_key(Stage& stage) { return charge_card(stage, true); }

}  // namespace

const Scenario kVisibilityTimeout{
    ScenarioId("distributed/visibility-timeout"),
    Title("A job done twice", "被执行两次的任务"),
    Difficulty::Hard,
    Params()
        .duration("work", 250s, AtLeast<Duration>(1s), AtMost<Duration>(std::chrono::hours(10)))
        .duration("visibility", 100s, AtLeast<Duration>(1s),
                  AtMost<Duration>(std::chrono::hours(24)))
        .duration("check", 100s, AtLeast<Duration>(1s), AtMost<Duration>(1h))
        .integer("workers", 3, AtLeast(1), AtMost(16)),
    Variants()
        .broken(charge_each_time, Expected().check_fails("the card is charged once"))
        .fixed(charge_with_key),
};

}  // namespace coroscope
