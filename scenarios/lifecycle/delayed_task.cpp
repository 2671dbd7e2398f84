// In ten seconds, unless
//
// Three orders are waiting for their money. After ten seconds each gets a reminder: a task that
// sleeps first and then works. Order 2 is paid at 4 s, and its reminder is cancelled before it is
// due.
//
// Watch:  three sleeps begin together; one of them is cut short at 4 s.
// Source: article D, a task that calls a function after a delay of 10 s.

#include "scenarios/lifecycle/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

/// The function is called after the delay, not before: a coroutine made now would be left unawaited
/// if the task is cancelled.
template <class F, class... Arguments>
Coroutine<> run_after(Duration delay, F function, Arguments... arguments) {
    co_await sleep(delay);
    co_await function(arguments...);
}

Coroutine<> remind(int order, Duration length) {
    log("order {}: sending a reminder", order);
    try {
        co_await sleep(length);
    } catch (const CancelledError&) {
        log("order {}: interrupted while sending", order);
        throw;
    }
    log("order {}: reminded", order);
}

Coroutine<> pay(Task<> reminder, Duration when) {
    co_await sleep(when);
    const bool in_time = reminder.cancel();
    log("order 2 is paid, {}", in_time ? "no reminder" : "too late");
}

Coroutine<std::string> delayed_task(Stage& stage) {
    const Duration delay = stage.duration("delay");
    const Duration send = stage.duration("send");
    auto first = create_task(run_after(delay, remind, 1, send), "reminder-1");
    auto second = create_task(run_after(delay, remind, 2, send), "reminder-2");
    auto third = create_task(run_after(delay, remind, 3, send), "reminder-3");
    auto customer = create_task(pay(second, stage.duration("paid")), "customer");

    co_await gather(return_exceptions, first, second, third);
    co_await customer;
    stage.expect(second.cancelled(), "who has paid is not reminded");
    co_return second.cancelled() ? "2 reminders" : "3 reminders";
}

}  // namespace

const Scenario kDelayedTask{
    ScenarioId("lifecycle/delayed-task"),
    Title("In ten seconds, unless", "十秒之后，除非……"),
    Difficulty::Easy,
    Params()
        .duration("delay", 10s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("send", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("paid", 4s, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(delayed_task, Expected().ends_at(11s).result("2 reminders")),
};

}  // namespace coroscope
