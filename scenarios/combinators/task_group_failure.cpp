// One fails, all stop
//
// Three tasks of a group and the body of the block are at work. One task fails: the group cancels
// the others and the body, waits until they have tidied up, and raises one ExceptionGroup with all
// errors, also that of a task which failed while it was stopping.
//
// Watch:  one failure, three cancellations, and main goes on only when the slowest has tidied up.
// Source: article D names TaskGroup; asyncio's documentation says what it does with failures.

#include "scenarios/combinators/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> reader(Duration fails_after) {
    co_await sleep(fails_after);
    log("reader: the data are bad");
    throw ValueError("bad data");
}

Coroutine<> writer(Duration takes, Duration tidying) {
    std::exception_ptr told_to_stop;
    try {
        co_await sleep(takes);
        log("writer: all is written");
    } catch (const CancelledError&) {
        told_to_stop = std::current_exception();
    }
    if (told_to_stop) {
        log("writer: told to stop, the half file must go");
        co_await sleep(tidying);
        log("writer: the half file is gone");
        std::rethrow_exception(told_to_stop);
    }
}

Coroutine<> sender(Duration takes) {
    try {
        co_await sleep(takes);
        log("sender: all is sent");
    } catch (const CancelledError&) {
        throw RuntimeError("the line is dead");  // says goodbye, and fails
    }
}

Coroutine<> body(TaskGroup& group, Stage& stage) {
    group.create_task(reader(stage.duration("failure")), "reader");
    group.create_task(writer(stage.duration("writing"), stage.duration("tidying")), "writer");
    group.create_task(sender(stage.duration("sending")), "sender");
    try {
        co_await sleep(stage.duration("body"));
        log("body: done");
    } catch (const CancelledError&) {
        log("body: told to stop");
        throw;
    }
}

Coroutine<std::string> group_fails(Stage& stage) {
    std::exception_ptr error;
    try {
        co_await async_with(TaskGroup(), [&](TaskGroup& group) { return body(group, stage); });
    } catch (const ExceptionGroup& group) {
        log("{}", group.message());
        error = std::current_exception();
    }
    std::size_t handled = 0;
    error = except_star<ValueError>(error, [&](const ExceptionGroup& values) {
        handled += values.exceptions().size();
        log("handled: {}", describe(values.exceptions().front()));
    });
    error = except_star<RuntimeError>(error, [&](const ExceptionGroup& others) {
        handled += others.exceptions().size();
        log("handled: {}", describe(others.exceptions().front()));
    });
    stage.expect(error == nullptr, "every error is handled");
    stage.expect(all_tasks().size() == 1, "nobody is left behind");
    co_return fmt::format("errors: {}", handled);
}

}  // namespace

const Scenario kTaskGroupFailure{
    ScenarioId("combinators/task-group-failure"),
    Title("One fails, all stop", "一个失败，全体停下"),
    Difficulty::Medium,
    Params()
        .duration("failure", 1s, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("writing", 2s, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("sending", 3s, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("body", 4s, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("tidying", 500ms, AtLeast<Duration>(0s), AtMost<Duration>(1h)),
    Variants().only(group_fails, Expected().ends_at(1500ms).result("errors: 2")),
};

}  // namespace coroscope
