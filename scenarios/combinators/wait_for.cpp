// A limit on waiting
//
// A download needs 5 s, main waits for it at most 3 s. Then wait_for cancels the download, lets it
// tidy up, however long that takes, and only then raises TimeoutError.
//
// Watch:  the cancellation comes at 3 s, the TimeoutError 500 ms later.
// Source: article E, a task of 5 s and a limit of 3 s; also articles A, B and D.

#include "scenarios/combinators/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<std::string> download(Duration takes, Duration tidying) {
    log("the download starts");
    std::exception_ptr told_to_stop;
    try {
        co_await sleep(takes);
    } catch (const CancelledError&) {
        told_to_stop = std::current_exception();
    }
    if (told_to_stop) {
        log("told to stop: the half file must go");
        co_await sleep(tidying);
        log("the half file is gone");
        std::rethrow_exception(told_to_stop);
    }
    co_return "the file";
}

Coroutine<std::string> limited(Stage& stage) {
    auto file =
        create_task(download(stage.duration("takes"), stage.duration("tidying")), "download");
    std::string got = "nothing";
    try {
        got = co_await wait_for(file, stage.duration("limit"));
    } catch (const TimeoutError&) {
        log("TimeoutError: no file today");
    }
    stage.expect(file.done(), "the download is over when wait_for is");
    co_return got;
}

}  // namespace

const Scenario kWaitFor{
    ScenarioId("combinators/wait-for"),
    Title("A limit on waiting", "给等待设上限"),
    Difficulty::Easy,
    Params()
        .duration("takes", 5s, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("limit", 3s, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("tidying", 500ms, AtLeast<Duration>(0s), AtMost<Duration>(1h)),
    Variants().only(limited, Expected().ends_at(3500ms).result("nothing")),
};

}  // namespace coroscope
