// Check, then act
//
// An account of 100, and two withdrawals of 80 at once. Each checks that there is enough money and
// then waits while the notes are counted. Both have seen 100, both pay out, and the account is
// overdrawn.
//
// Watch:  the two checks happen before the first payment; nobody looks again.
// Source: article B moves money by `balance = balance - amount`, without a check; this is the
// check.

#include "scenarios/races/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> withdraw(Shared<int>& balance, int amount, Duration count_notes) {
    if (balance.read() < amount) {
        log("not enough for {}: refused", amount);
        co_return;
    }
    log("there is enough for {}", amount);
    co_await sleep(count_notes);  // another withdrawal may check here
    balance.write(balance.read() - amount);
    log("pays out {}, {} left", amount, balance.read());
}

Coroutine<> withdraw_locked(Shared<int>& balance, Lock& lock, int amount, Duration count_notes) {
    const auto held = co_await lock.hold();  // nobody else between the check and the payment
    co_await withdraw(balance, amount, count_notes);
}

std::string outcome(Stage& stage, const Shared<int>& balance) {
    const int left = balance.read();
    stage.expect(left >= 0, "the account is never overdrawn");
    return fmt::format("{} paid out, balance {}", stage.integer("balance") - left, left);
}

Coroutine<std::string> overdraft(Stage& stage) {
    const int amount = stage.integer("amount");
    const Duration count_notes = stage.duration("count");
    Shared<int> balance("balance", stage.integer("balance"));

    std::vector<Task<>> tasks;
    for (int i = 1; i <= stage.integer("customers"); ++i) {
        tasks.push_back(create_task(withdraw(balance, amount, count_notes), name("customer", i)));
    }
    co_await gather(tasks);
    co_return outcome(stage, balance);
}

Coroutine<std::string> one_at_a_time(Stage& stage) {
    const int amount = stage.integer("amount");
    const Duration count_notes = stage.duration("count");
    Shared<int> balance("balance", stage.integer("balance"));
    Lock lock("account");

    std::vector<Task<>> tasks;
    for (int i = 1; i <= stage.integer("customers"); ++i) {
        tasks.push_back(
            create_task(withdraw_locked(balance, lock, amount, count_notes), name("customer", i)));
    }
    co_await gather(tasks);
    co_return outcome(stage, balance);
}

}  // namespace

const Scenario kCheckThenAct{
    ScenarioId("races/check-then-act"),
    Title("Check, then act", "先检查后执行"),
    Difficulty::Easy,
    Params()
        .integer("balance", 100, AtLeast(0), AtMost(100'000))
        .integer("amount", 80, AtLeast(1), AtMost(1000))
        .integer("customers", 2, AtLeast(1), AtMost(100))
        .duration("count", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(overdraft, Expected()
                               .finding("check-then-act")
                               .check_fails("the account is never overdrawn")
                               .ends_at(100ms)
                               .result("160 paid out, balance -60"))
        .fixed(one_at_a_time, Expected().ends_at(100ms).result("80 paid out, balance 20")),
};

}  // namespace coroscope
