// Two locks, opposite order
//
// Two transfers between two accounts. Each locks the account that it takes money from, checks it,
// and then locks the other one. Both have their first lock when they ask for their second: each
// waits for the other, for ever.
//
// Watch:  the ring: A→B waits for account_b, held by B→A; B→A waits for account_a, held by A→B.
// Source: article D, deadlocks; Coffman, Elphick and Shoshani, "System Deadlocks" (1971).

#include "scenarios/deadlocks/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Bank {
    Lock account_a{"account_a"};
    Lock account_b{"account_b"};
    Shared<int> money_a{"money_a", 100};
    Shared<int> money_b{"money_b", 100};
};

Coroutine<> a_to_b(Bank& bank, int amount, Duration check) {
    co_await bank.account_a.acquire();
    co_await sleep(check);  // is there enough money?
    co_await bank.account_b.acquire();
    bank.money_a.write(bank.money_a.read() - amount);
    bank.money_b.write(bank.money_b.read() + amount);
    bank.account_b.release();
    bank.account_a.release();
}

Coroutine<> b_to_a(Bank& bank, int amount, Duration check) {
    co_await bank.account_b.acquire();
    co_await sleep(check);
    co_await bank.account_a.acquire();
    bank.money_b.write(bank.money_b.read() - amount);
    bank.money_a.write(bank.money_a.read() + amount);
    bank.account_a.release();
    bank.account_b.release();
}

Coroutine<> b_to_a_in_order(Bank& bank, int amount, Duration check) {
    co_await bank.account_a.acquire();  // the same order as everybody: account_a first
    co_await bank.account_b.acquire();
    co_await sleep(check);
    bank.money_b.write(bank.money_b.read() - amount);
    bank.money_a.write(bank.money_a.read() + amount);
    bank.account_b.release();
    bank.account_a.release();
}

Coroutine<std::string> opposite_order(Stage& stage) {
    const Duration check = stage.duration("check");
    Bank bank;
    auto there = create_task(a_to_b(bank, 30, check), "transfer A→B");
    auto back = create_task(b_to_a(bank, 20, check), "transfer B→A");
    co_await gather(there, back);
    const int a = bank.money_a.read();
    const int b = bank.money_b.read();
    co_return fmt::format("A has {}, B has {}", a, b);
}

Coroutine<std::string> same_order(Stage& stage) {
    const Duration check = stage.duration("check");
    Bank bank;
    auto there = create_task(a_to_b(bank, 30, check), "transfer A→B");
    auto back = create_task(b_to_a_in_order(bank, 20, check), "transfer B→A");
    co_await gather(there, back);
    const int a = bank.money_a.read();
    const int b = bank.money_b.read();
    stage.expect(a + b == 200, "no money is made or lost");
    co_return fmt::format("A has {}, B has {}", a, b);
}

}  // namespace

const Scenario kAbBa{
    ScenarioId("deadlocks/ab-ba"),
    Title("Two locks, opposite order", "两把锁，顺序相反"),
    Difficulty::Easy,
    Params().duration("check", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(opposite_order, Expected().finding("deadlock").hangs().ends_at(100ms))
        .fixed(same_order, Expected().ends_at(200ms).result("A has 90, B has 110")),
};

}  // namespace coroscope
