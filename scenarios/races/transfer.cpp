// Money on its way
//
// Two accounts with 100 each. Every single change is made under the account's own lock, and still
// an audit counts 150: it comes while two transfers have taken the money here and not yet brought
// it there. What must hold for both accounts together needs both locks, taken in one fixed order.
//
// Watch:  at 50 ms the audit reads 70 and 80; the sum was never 200 between the two steps.
// Source: article B, moving money in a transaction; article D, an order for locks.

#include "scenarios/races/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Account {
    Account(int which, std::string_view money_name, std::string_view lock_name)
        : number(which), money(money_name, 100), lock(lock_name) {}
    int number;
    Shared<int> money;
    Lock lock;
};

struct Bank {
    Account a{1, "money A", "lock A"};
    Account b{2, "money B", "lock B"};
};

Coroutine<> change(Account& account, int amount) {
    const auto held = co_await account.lock.hold();
    account.money.write(account.money.read() + amount);
}

Coroutine<> transfer(Account& from, Account& to, int amount, Duration on_its_way) {
    co_await change(from, -amount);
    co_await sleep(on_its_way);  // the money is nowhere
    co_await change(to, amount);
}

Coroutine<> transfer_with_both(Account& from, Account& to, int amount, Duration on_its_way,
                               bool in_order) {
    const bool swap = in_order && from.number > to.number;
    const auto first = co_await (swap ? to : from).lock.hold();
    const auto second = co_await (swap ? from : to).lock.hold();
    from.money.write(from.money.read() - amount);
    co_await sleep(on_its_way);
    to.money.write(to.money.read() + amount);
}

Coroutine<int> look(Account& account) {
    const auto held = co_await account.lock.hold();
    co_return account.money.read();
}

Coroutine<int> audit(Bank& bank, Duration after) {
    co_await sleep(after);
    const int a = co_await look(bank.a);
    const int b = co_await look(bank.b);
    log("counts {} + {} = {}", a, b, a + b);
    co_return a + b;
}

Coroutine<int> audit_with_both(Bank& bank, Duration after) {
    co_await sleep(after);
    const auto first = co_await bank.a.lock.hold();
    const auto second = co_await bank.b.lock.hold();
    const int a = bank.a.money.read();
    const int b = bank.b.money.read();
    log("counts {} + {} = {}", a, b, a + b);
    co_return a + b;
}

std::string outcome(Stage& stage, const Bank& bank, int counted) {
    const int a = bank.a.money.read();
    const int b = bank.b.money.read();
    stage.expect(a + b == 200, "no money is made or lost");
    stage.expect(counted == 200, "the audit counts all the money");
    return fmt::format("the audit counted {}; in the end A has {}, B has {}", counted, a, b);
}

Coroutine<std::string> a_lock_for_each_change(Stage& stage) {
    const Duration on_its_way = stage.duration("way");
    Bank bank;
    auto there = create_task(transfer(bank.a, bank.b, 30, on_its_way), "transfer A→B");
    auto back = create_task(transfer(bank.b, bank.a, 20, on_its_way), "transfer B→A");
    auto audits = create_task(audit(bank, stage.duration("audit")), "audit");
    co_await gather(there, back, audits);
    co_return outcome(stage, bank, audits.result());
}

Coroutine<std::string> both_locks_in_order(Stage& stage) {
    const Duration on_its_way = stage.duration("way");
    const bool in_order = stage.integer("ordered") == 1;
    Bank bank;
    auto there =
        create_task(transfer_with_both(bank.a, bank.b, 30, on_its_way, in_order), "transfer A→B");
    auto back =
        create_task(transfer_with_both(bank.b, bank.a, 20, on_its_way, in_order), "transfer B→A");
    auto audits = create_task(audit_with_both(bank, stage.duration("audit")), "audit");
    co_await gather(there, back, audits);
    co_return outcome(stage, bank, audits.result());
}

}  // namespace

const Scenario kTransfer{
    ScenarioId("races/transfer"),
    Title("Money on its way", "在途的钱"),
    Difficulty::Hard,
    Params()
        .duration("way", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("audit", 50ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .integer("ordered", 1, AtLeast(0), AtMost(1)),
    Variants()
        .broken(a_lock_for_each_change,
                Expected()
                    .check_fails("the audit counts all the money")
                    .ends_at(100ms)
                    .result("the audit counted 150; in the end A has 90, B has 110"))
        .fixed(both_locks_in_order, Expected().ends_at(200ms).result(
                                        "the audit counted 200; in the end A has 90, B has 110")),
};

}  // namespace coroscope
