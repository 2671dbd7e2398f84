// The forgotten await
//
// A shop takes an order: it is saved, a mail is sent, the customer gets an answer. One `await` is
// missing, so the order is never saved; and nobody keeps or awaits the task that sends the mail, so
// it is cancelled when main is over. The customer is thanked all the same.
//
// Watch:  the two findings; the mail's lane, which ends cancelled.
// Source: article D, why does my coroutine not run.

#include "scenarios/basics/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> save(Shared<int>& saved, Duration time) {
    co_await sleep(time);
    saved.write(1);
    log("the order is saved");
}

Coroutine<> send_mail(Shared<int>& mailed, Duration time) {
    co_await sleep(time);
    mailed.write(1);
    log("the mail is sent");
}

std::string outcome(Stage& stage, int saved, int mailed) {
    stage.expect(saved == 1, "the order is saved");
    stage.expect(mailed == 1, "the mail is sent");
    return fmt::format("saved: {}, mailed: {}", saved, mailed);
}

Coroutine<std::string> forgetful(Stage& stage) {
    Shared<int> saved("saved", 0);
    Shared<int> mailed("mailed", 0);
    (void)save(saved, stage.duration("save"));  // no co_await: makes a coroutine and drops it
    (void)create_task(send_mail(mailed, stage.duration("mail")), "mail");
    co_await sleep(stage.duration("answer"));
    log("thank you for your order");
    const int is_saved = saved.read();
    const int is_mailed = mailed.read();
    co_return outcome(stage, is_saved, is_mailed);
}

Coroutine<std::string> careful(Stage& stage) {
    Shared<int> saved("saved", 0);
    Shared<int> mailed("mailed", 0);
    co_await save(saved, stage.duration("save"));
    auto mail = create_task(send_mail(mailed, stage.duration("mail")), "mail");
    co_await sleep(stage.duration("answer"));
    log("thank you for your order");
    co_await mail;
    const int is_saved = saved.read();
    const int is_mailed = mailed.read();
    co_return outcome(stage, is_saved, is_mailed);
}

}  // namespace

const Scenario kForgottenAwait{
    ScenarioId("basics/forgotten-await"),
    Title("The forgotten await", "忘写的 await"),
    Difficulty::Easy,
    Params()
        .duration("save", 50ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("mail", 200ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("answer", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(forgetful, Expected()
                               .finding("coroutine-never-awaited")
                               .finding("task-leak")
                               .check_fails("the order is saved")
                               .check_fails("the mail is sent")
                               .ends_at(100ms)
                               .result("saved: 0, mailed: 0"))
        .fixed(careful, Expected().ends_at(250ms).result("saved: 1, mailed: 1")),
};

}  // namespace coroscope
