// Half a transfer
//
// A request moves 30 from one account to another. Between the two writes it waits for the database,
// and there it is cancelled, because the client has gone: 30 are lost. The fixed twin lets the
// transfer be a task of its own behind a shield: the request is cancelled, the transfer is not, and
// the request waits for its end before it goes.
//
// Watch:  the cancellation reaches the transfer in the broken twin, and stops at the shield in the
//         fixed one.
// Source: asyncio's documentation of shield.

#include "scenarios/combinators/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Bank {
    Shared<int>& a;
    Shared<int>& b;
};

Coroutine<> transfer(Bank& bank, Duration database) {
    bank.a.write(bank.a.read() - 30);
    log("30 taken from A");
    co_await sleep(database);
    bank.b.write(bank.b.read() + 30);
    log("30 given to B");
}

Coroutine<> request(Bank& bank, Duration database) { co_await transfer(bank, database); }

Coroutine<> request_shielded(Bank& bank, Duration database) {
    auto commit = create_task(transfer(bank, database), "transfer");
    std::exception_ptr told_to_stop;
    try {
        co_await shield(commit);
    } catch (const CancelledError&) {
        log("told to stop, but not in the middle");
        told_to_stop = std::current_exception();
    }
    if (told_to_stop) {
        co_await commit;
        std::rethrow_exception(told_to_stop);
    }
}

Coroutine<std::string> serve(Stage& stage, Bank& bank, Task<> client) {
    co_await sleep(stage.duration("patience"));
    log("the client has gone");
    client.cancel();
    co_await gather(return_exceptions, client);
    const int a = bank.a.read();
    const int b = bank.b.read();
    stage.expect(a + b == 200, "no money is lost");
    co_return fmt::format("A has {}, B has {}", a, b);
}

Coroutine<std::string> unprotected(Stage& stage) {
    Shared<int> a("A", 100);
    Shared<int> b("B", 100);
    Bank bank{a, b};
    auto client = create_task(request(bank, stage.duration("database")), "request");
    co_return co_await serve(stage, bank, client);
}

Coroutine<std::string> shielded(Stage& stage) {
    Shared<int> a("A", 100);
    Shared<int> b("B", 100);
    Bank bank{a, b};
    auto client = create_task(request_shielded(bank, stage.duration("database")), "request");
    co_return co_await serve(stage, bank, client);
}

}  // namespace

const Scenario kShield{
    ScenarioId("combinators/shield"),
    Title("Half a transfer", "只转了一半的账"),
    Difficulty::Medium,
    Params()
        .duration("database", 2s, AtLeast<Duration>(0s), AtMost<Duration>(1h))
        .duration("patience", 1s, AtLeast<Duration>(0s), AtMost<Duration>(1h)),
    Variants()
        .broken(
            unprotected,
            Expected().check_fails("no money is lost").ends_at(1s).result("A has 70, B has 100"))
        .fixed(shielded, Expected().ends_at(2s).result("A has 70, B has 130")),
};

}  // namespace coroscope
