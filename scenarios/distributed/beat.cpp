// A periodic job
//
// Every five seconds a report is due, and it takes seven. The one who sends them does not know
// whether the last one has ended: they pile up in the queue, each a little older than the one
// before. With an expiry the worker throws away what nobody wants any more.
//
// Watch:  the curve "in queue celery": it only climbs, or it stays low.
// Source: article D, the periodic task; Celery's documentation, Periodic Tasks.

#include "runtime/world/beat.h"
#include "runtime/text/message.h"
#include "runtime/world/celery.h"
#include "runtime/world/worker.h"
#include "scenarios/distributed/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

/// Sends reports for a while, and waits until all have come to an end.
Coroutine<std::string> report_for_a_while(Stage& stage, const Call& call) {
    Celery app("myapp", Transport::Redis);
    const JobType report = app.task("report").takes(stage.duration("work"));
    Worker worker(app, "worker-1", WorkerOptions().concurrency(stage.integer("slots")));
    Beat beat(app);
    beat.every(stage.duration("period"), report, call);
    co_await sleep(stage.duration("for"));
    beat.stop();

    int done = 0;
    int revoked = 0;
    Duration oldest = {};
    const std::vector<AsyncResult>& results = beat.results();
    for (std::size_t i = 0; i < results.size(); ++i) {
        const AsyncResult& result = results[i];
        try {
            co_await result.get();
            ++done;
            oldest = std::max(oldest, result.starts().front() - beat.sent()[i]);
        } catch (const Error& error) {
            ++revoked;
        }
    }
    stage.expect(oldest <= stage.duration("period"), "no report begins after the next is due");
    co_return fmt::format("{} done, {} revoked, one waited {}", done, revoked,
                          format_duration(oldest.count()));
}

Coroutine<std::string> without_expiry(Stage& stage) {
    const Call call;
    const std::string result = co_await report_for_a_while(stage, call);
    co_return result;
}

Coroutine<std::string> with_expiry(Stage& stage) {
    const Call call = Call().expires(stage.duration("period"));
    const std::string result = co_await report_for_a_while(stage, call);
    co_return result;
}

}  // namespace

const Scenario kBeat{
    ScenarioId("distributed/beat"),
    Title("A periodic job", "周期任务"),
    Difficulty::Medium,
    Params()
        .duration("period", 5s, AtLeast<Duration>(1s), AtMost<Duration>(1h))
        .duration("work", 7s, AtLeast<Duration>(0ms), AtMost<Duration>(1min))
        .duration("for", 61s, AtLeast<Duration>(0ms), AtMost<Duration>(10min))
        .integer("slots", 1, AtLeast(1), AtMost(8)),
    Variants()
        .broken(without_expiry, Expected()
                                    .check_fails("no report begins after the next is due")
                                    .result("12 done, 0 revoked, one waited 22.0 s"))
        .fixed(with_expiry, Expected().result("9 done, 3 revoked, one waited 5.0 s")),
};

}  // namespace coroscope
