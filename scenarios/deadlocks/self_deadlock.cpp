// Self-deadlock
//
// A ledger with one lock. deposit() takes the lock and calls save(), and save() takes the lock,
// too: the task waits for a lock that it holds itself. All others wait behind it.
//
// Watch:  the ring of two arrows: deposit-1 waits for the lock, and the lock is held by deposit-1.
// Source: asyncio's documentation of Lock.

#include "scenarios/deadlocks/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Ledger {
    Lock lock{"lock"};
    Shared<int> balance{"balance", 100};
    Shared<int> saved{"saved", 100};
};

Coroutine<> write_to_disk(Ledger& ledger, Duration write) {
    const int balance = ledger.balance.read();
    co_await sleep(write);
    ledger.saved.write(balance);
    log("saved a balance of {}", balance);
}

Coroutine<> save(Ledger& ledger, Duration write) {
    const auto held = co_await ledger.lock.hold();  // nobody may change it meanwhile
    co_await write_to_disk(ledger, write);
}

Coroutine<> deposit(Ledger& ledger, Duration check, Duration write) {
    const auto held = co_await ledger.lock.hold();
    co_await sleep(check);
    ledger.balance.write(ledger.balance.read() + 50);
    log("50 more, now save");
    co_await save(ledger, write);  // takes the lock once more
}

Coroutine<> deposit_and_write(Ledger& ledger, Duration check, Duration write) {
    const auto held = co_await ledger.lock.hold();
    co_await sleep(check);
    ledger.balance.write(ledger.balance.read() + 50);
    log("50 more, now save");
    co_await write_to_disk(ledger, write);  // the lock is held already
}

template <class Deposit>
Coroutine<std::string> deposits(Stage& stage, Deposit make_deposit) {
    const Duration check = stage.duration("check");
    const Duration write = stage.duration("write");
    const int count = stage.integer("deposits");
    Ledger ledger;
    std::vector<Task<>> tasks;
    for (int i = 1; i <= count; ++i) {
        tasks.push_back(create_task(make_deposit(ledger, check, write), name("deposit", i)));
    }
    co_await gather(tasks);
    co_await save(ledger, write);
    const int saved = ledger.saved.read();
    stage.expect(saved == 100 + 50 * count, "every deposit is saved");
    co_return fmt::format("saved {}", saved);
}

Coroutine<std::string> lock_twice(Stage& stage) { return deposits(stage, deposit); }

Coroutine<std::string> lock_once(Stage& stage) { return deposits(stage, deposit_and_write); }

}  // namespace

const Scenario kSelfDeadlock{
    ScenarioId("deadlocks/self-deadlock"),
    Title("A lock taken twice", "同一把锁取了两次"),
    Difficulty::Easy,
    Params()
        .integer("deposits", 2, AtLeast(1), AtMost(32))
        .duration("check", 50ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("write", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(lock_twice, Expected().finding("deadlock").hangs().ends_at(50ms))
        .fixed(lock_once, Expected().ends_at(400ms).result("saved 200")),
};

}  // namespace coroscope
