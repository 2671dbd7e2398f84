// Both or neither
//
// Three transfers from one account, and the third goes to an account that does not exist. Two
// statements that each stand for themselves: the money has left the first account when the second
// update finds nobody. In a transaction the error takes the first one back.
//
// Watch:  the variable "accounts 1" in the last transfer: it falls and stays, or does not change.
// Source: article B, transfer_funds; article D, safe_transaction.

#include "runtime/world/db_pool.h"
#include "scenarios/patterns/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<> move_money(DbConnection& connection, std::int64_t to, std::int64_t amount) {
    co_await connection.execute(update("accounts", 1).add("balance", -amount));
    const int changed = co_await connection.execute(update("accounts", to).add("balance", amount));
    if (changed == 0) {
        throw ValueError(fmt::format("there is no account {}", to));
    }
}

Coroutine<> transfer(DbConnection& connection, std::int64_t to, std::int64_t amount) {
    return move_money(connection, to, amount);
}

Coroutine<> transfer_as_one(DbConnection& connection, std::int64_t to, std::int64_t amount) {
    co_await async_with(connection.transaction(), [&connection, to, amount]() -> Coroutine<> {
        return move_money(connection, to, amount);
    });
}

template <class Transfer>
Coroutine<> try_transfer(DbPoolRef pool, Transfer transfer, std::int64_t to, std::int64_t amount) {
    try {
        co_await async_with(pool->acquire(), [&](DbConnection* connection) -> Coroutine<> {
            return transfer(*connection, to, amount);
        });
        log("{} to account {}", amount, to);
    } catch (const Error& error) {
        log("{} to account {}: {}", amount, to, error.type());
    }
}

template <class Transfer>
Coroutine<std::string> pay_three(Stage& stage, Transfer transfer) {
    const std::int64_t amount = stage.integer("amount");
    Database db;
    db.put("accounts", 1, {{"balance", 100}});
    db.put("accounts", 2, {{"balance", 50}}).put("accounts", 3, {{"balance", 50}});
    db.break_connection_in(stage.integer("breaks"));
    const PoolOptions options = PoolOptions().min_size(1).max_size(3);
    const DbPoolRef pool = co_await create_pool(db, options);

    auto first = create_task(try_transfer(pool, transfer, 2, amount), "to-2");
    auto second = create_task(try_transfer(pool, transfer, 3, amount), "to-3");
    auto third = create_task(try_transfer(pool, transfer, 9, amount), "to-9");
    co_await gather(first, second, third);

    std::int64_t total = 0;
    for (std::int64_t account = 1; account <= 3; ++account) {
        total += db.row("accounts", account).number("balance");
    }
    stage.expect(total == 200, "no money is lost");
    co_return fmt::format("account 1 has {}, all together {}",
                          db.row("accounts", 1).number("balance"), total);
}

Coroutine<std::string> two_statements(Stage& stage) { return pay_three(stage, transfer); }
Coroutine<std::string> one_transaction(Stage& stage) { return pay_three(stage, transfer_as_one); }

}  // namespace

const Scenario kDbTransaction{
    ScenarioId("patterns/db-transaction"),
    Title("Both or neither", "要么都做，要么都不做"),
    Difficulty::Medium,
    Params()
        .integer("amount", 30, AtLeast(1), AtMost(1000))
        .integer("breaks", 0, AtLeast(0), AtMost(6)),
    Variants()
        .broken(
            two_statements,
            Expected().check_fails("no money is lost").result("account 1 has 10, all together 170"))
        .fixed(one_transaction, Expected().result("account 1 has 40, all together 200")),
};

}  // namespace coroscope
