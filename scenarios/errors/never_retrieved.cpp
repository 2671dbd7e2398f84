// An error that nobody looks at
//
// A task copies files in the background while main does its own work. The copy fails. The exception
// stays in the task, and main, which never asks, says that all is well. It has to be asked for: by
// an await, or by a wrapper that watches the task.
//
// Watch:  the copy fails at 200 ms, and the only trace of it is a report when main is over.
// Source: article D, how to handle errors in tasks.

#include "scenarios/errors/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> copy_files(Duration time) {
    co_await sleep(time);
    throw RuntimeError("the disk is full");
}

/// Says at once what goes wrong, and lets it go on to whoever awaits the task.
Coroutine<> watched(Coroutine<> work) {
    try {
        co_await work;
    } catch (const Error& error) {
        log("the copy has failed: {}", error.message());
        throw;
    }
}

Coroutine<std::string> unseen(Stage& stage) {
    auto copy = create_task(copy_files(stage.duration("copy")), "copy");
    co_await sleep(stage.duration("work"));
    log("main has done its work");
    stage.expect(false, "main knows that the copy has failed");
    co_return "all is well";
}

Coroutine<std::string> seen(Stage& stage) {
    auto copy = create_task(watched(copy_files(stage.duration("copy"))), "copy");
    co_await sleep(stage.duration("work"));
    log("main has done its work");
    std::string result = "all is well";
    try {
        co_await copy;
    } catch (const Error& error) {
        result = "not copied: " + error.message();
    }
    stage.expect(result != "all is well", "main knows that the copy has failed");
    co_return result;
}

}  // namespace

const Scenario kNeverRetrieved{
    ScenarioId("errors/never-retrieved"),
    Title("An error that nobody looks at", "没有人看的异常"),
    Difficulty::Easy,
    Params()
        .duration("copy", 200ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("work", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(unseen, Expected()
                            .finding("exception-never-retrieved")
                            .check_fails("main knows that the copy has failed")
                            .ends_at(1s)
                            .result("all is well"))
        .fixed(seen, Expected().ends_at(1s).result("not copied: the disk is full")),
};

}  // namespace coroscope
