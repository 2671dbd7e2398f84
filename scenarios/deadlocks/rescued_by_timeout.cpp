// Rescued by a timeout
//
// Two transfers lock two accounts in opposite order: a deadlock. But each has a timeout. The first
// to lose patience is cancelled, puts back what it took and gives up its lock; the other one goes
// on, and the first tries again.
//
// Watch:  at 5 s the ring opens: the clean-up runs, and the waiting transfer gets its lock.
// Source: article D, wait_for(..., timeout=5.0) and its clean-up.

#include "scenarios/deadlocks/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Account {
    Lock lock;
    Shared<int> money;
};

Coroutine<> transfer(Account& from, Account& to, int amount, Duration check) {
    const auto from_held = co_await from.lock.hold();
    from.money.write(from.money.read() - amount);
    try {
        co_await sleep(check);
        const auto to_held = co_await to.lock.hold();
        to.money.write(to.money.read() + amount);
    } catch (const CancelledError&) {
        from.money.write(from.money.read() + amount);  // the clean-up
        log("the {} are back", amount);
        throw;
    }
}

struct Rules {
    Duration check;
    Duration patience;
    int attempts;
};

Coroutine<bool> insist(Account& from, Account& to, int amount, Rules rules) {
    for (int attempt = 1; attempt <= rules.attempts; ++attempt) {
        try {
            co_await wait_for(transfer(from, to, amount, rules.check), rules.patience);
            log("{} transferred at attempt {}", amount, attempt);
            co_return true;
        } catch (const TimeoutError&) {
            log("attempt {} to transfer {} took too long", attempt, amount);
        }
    }
    co_return false;
}

Coroutine<std::string> rescued(Stage& stage) {
    const Rules rules{.check = stage.duration("check"),
                      .patience = stage.duration("patience"),
                      .attempts = stage.integer("attempts")};
    Account a{.lock = Lock("account_a"), .money = Shared<int>("money_a", 100)};
    Account b{.lock = Lock("account_b"), .money = Shared<int>("money_b", 100)};
    auto there = create_task(insist(a, b, 30, rules), "transfer A→B");
    co_await sleep(stage.duration("stagger"));
    auto back = create_task(insist(b, a, 20, rules), "transfer B→A");
    const bool there_done = co_await there;
    const bool back_done = co_await back;
    const int money_a = a.money.read();
    const int money_b = b.money.read();
    stage.expect(money_a + money_b == 200, "no money is made or lost");
    stage.expect(there_done && back_done, "both transfers come through");
    co_return fmt::format("A has {}, B has {}", money_a, money_b);
}

}  // namespace

const Scenario kRescuedByTimeout{
    ScenarioId("deadlocks/rescued-by-timeout"),
    Title("Rescued by a timeout", "超时解围"),
    Difficulty::Medium,
    Params()
        .duration("check", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("patience", 5s, AtLeast<Duration>(1ms), AtMost<Duration>(1h))
        .duration("stagger", 50ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .integer("attempts", 3, AtLeast(1), AtMost(20)),
    Variants().only(
        rescued,
        Expected().finding("potential-deadlock").ends_at(5100ms).result("A has 90, B has 110")),
};

}  // namespace coroscope
