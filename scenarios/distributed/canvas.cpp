// Chain, group and chord
//
// Jobs that belong together. A chain sends the next job when the one before has succeeded; a group
// sends all at once; a chord is a group with a job that gets all the results. Nobody waits in
// between: the workers themselves send what comes next.
//
// Watch:  the arrows out of worker-1's rows: each is the next job of a chain, or the body.
// Source: article C, task queues; Celery's documentation, Canvas.

#include "runtime/world/canvas.h"
#include "runtime/text/message.h"
#include "runtime/world/celery.h"
#include "runtime/world/worker.h"
#include "scenarios/distributed/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

JobRun part(const JobRequest& request, bool fails) {
    const JobRun run(std::chrono::milliseconds(request.number(0)));
    if (fails && request.number(0) == 1000) {
        return JobRun(run).raises("ValueError: no such page");
    }
    return JobRun(run).returns(request.args[0] + " ms");
}

Coroutine<std::string> outcome_of(AsyncResult job) {
    std::string outcome;
    try {
        outcome = co_await job.get();
    } catch (const Error& error) {
        outcome = std::string(error.type());
    }
    co_return outcome;
}

Coroutine<std::string> canvas(Stage& stage) {
    const bool fails = stage.integer("fails") == 1;
    Celery app("myapp", Transport::Redis);
    app.conf.chords_counted = stage.integer("counted") == 1;
    Worker worker(app, "worker-1", WorkerOptions().concurrency(stage.integer("slots")));
    JobType fetch = app.task("fetch");
    fetch.runs([fails](const JobRequest& request) { return part(request, fails); });
    const JobType parse = app.task("parse").takes(500ms).returns("12 links");
    const JobType save = app.task("save").takes(500ms).returns("saved");

    const AsyncResult last = chain({fetch.s(1000), parse.s(), save.s()}).apply_async();
    const std::string chained = co_await outcome_of(last);
    log("the chain: {}, its last job is {}", chained, last.state());

    const std::vector<Signature> parts = {fetch.s(1000), fetch.s(2000), fetch.s(2500)};
    const GroupResult all = group(parts).apply_async();
    try {
        const std::vector<std::string> values = co_await all.get();
        log("the group: {}, in the order of its calls", fmt::join(values, ", "));
    } catch (const Error& error) {
        log("the group: {}, {} of 3 have succeeded", error.type(), all.completed_count());
    }

    const Duration begun = now();
    const AsyncResult body = chord(parts, save.s()).apply_async();
    const std::string saved = co_await outcome_of(body);
    log("the chord: {} after {}", saved, format_duration((now() - begun).count()));
    co_return fmt::format("{}, {} after {}", chained, saved,
                          format_duration((now() - begun).count()));
}

}  // namespace

const Scenario kCanvas{
    ScenarioId("distributed/canvas"),
    Title("Chain, group and chord", "链、组与和弦"),
    Difficulty::Medium,
    Params()
        .integer("slots", 4, AtLeast(1), AtMost(16))
        .integer("fails", 0, AtLeast(0), AtMost(1))
        .integer("counted", 1, AtLeast(0), AtMost(1)),
    Variants().only(canvas, Expected().ends_at(7500ms).result("saved, saved after 3.0 s")),
};

}  // namespace coroscope
