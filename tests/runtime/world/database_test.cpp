// Checks 3, 4 and 7 of the database, and what two transactions on one row see of each other.
#include "tests/runtime/world/database.h"

namespace coroscope {
namespace {

using namespace test;

using How = Coroutine<> (*)(DbConnection&);

Coroutine<> computed(DbConnection& c) {
    const auto row = co_await c.fetchrow(select("t", 1));
    co_await c.execute(update("t", 1).set("n", row->number("n") + 1));
}
Coroutine<> relative(DbConnection& c) { co_await c.execute(update("t", 1).add("n", 1)); }
Coroutine<> locked(DbConnection& c) {
    const auto row = co_await c.fetchrow(select("t", 1).for_update());
    co_await c.execute(update("t", 1).set("n", row->number("n") + 1));
}

Coroutine<> in_transaction(const Database& db, How how) {
    const DbConnectionRef c = co_await connect(db);
    co_await async_with(c->transaction(), [&]() -> Coroutine<> { return how(*c); });
}

Coroutine<> ten(How how, Duration ends, std::int64_t expected) {
    Database db;
    db.put("t", 1, {{"n", 0}}).connecting_takes(0ms);
    std::vector<Coroutine<>> all;
    for (int i = 0; i < 10; ++i) {
        all.push_back(in_transaction(db, how));
    }
    co_await gather(std::move(all));
    CHECK(now() == ends);
    CHECK(value(db) == expected);
}

TEST_CASE("ten increments computed in the program lose nine of them") {
    run(ten(computed, 110ms, 1));
}
TEST_CASE("ten relative increments take one statement each, one after the other") {
    run(ten(relative, 100ms, 10));
}
TEST_CASE("ten increments that lock the row first take two statements each") {
    run(ten(locked, 200ms, 10));
}

struct Attempts {
    int made = 0;
    int refused = 0;
};

Coroutine<> until_it_works(const Database& db, Attempts& attempts) {
    const DbConnectionRef c = co_await connect(db);
    bool done = false;
    while (!done) {
        ++attempts.made;
        try {
            auto transaction = c->transaction(Isolation::RepeatableRead);
            co_await async_with(transaction, [&]() -> Coroutine<> { return computed(*c); });
            done = true;
        } catch (const SerializationError&) {
            ++attempts.refused;
        }
    }
}

Coroutine<> ten_that_repeat() {
    Database db;
    db.put("t", 1, {{"n", 0}}).connecting_takes(0ms);
    Attempts attempts;
    std::vector<Coroutine<>> all;
    for (int i = 0; i < 10; ++i) {
        all.push_back(until_it_works(db, attempts));
    }
    co_await gather(std::move(all));
    CHECK(now() == 200ms);
    CHECK(value(db) == 10);
    CHECK(attempts.made == 55);
    CHECK(attempts.refused == 45);
}

TEST_CASE("repeatable read refuses 45 of 55 attempts, and loses none") { run(ten_that_repeat()); }

// Two transactions on one row, both begin before either commits. The second waits `pause` longer.
struct Two {
    Isolation isolation = Isolation::ReadCommitted;
    How first = nullptr;
    How second = nullptr;
    bool first_rolls_back = false;
    Duration second_waits = 0ms;
};

Coroutine<> one_of_two(const Database& db, Isolation isolation, How how, bool rolls_back,
                       Duration pause) {
    const DbConnectionRef c = co_await connect(db);
    co_await c->begin(isolation);
    (void)co_await c->fetchrow(select("t", 2));  // the snapshot
    co_await sleep(pause);
    co_await how(*c);
    co_await sleep(100ms);
    if (rolls_back) {
        co_await c->rollback();
    } else {
        co_await c->commit();
    }
}

Coroutine<> both(Two two, std::string outcomes, std::int64_t expected) {
    Database db;
    db.put("t", 1, {{"n", 100}}).put("t", 2, {{"n", 0}}).connecting_takes(0ms);
    auto first = outcome_of(one_of_two(db, two.isolation, two.first, two.first_rolls_back, 0ms));
    auto second = outcome_of(one_of_two(db, two.isolation, two.second, false, two.second_waits));
    const auto result = co_await gather(std::move(first), std::move(second));
    const auto& [a, b] = result;
    CHECK(fmt::format("{},{}", a, b) == outcomes);
    CHECK(value(db) == expected);
}

Coroutine<> write_90(DbConnection& c) {
    const auto row = co_await c.fetchrow(select("t", 1));
    co_await c.execute(update("t", 1).set("n", row->number("n") - 10));
}
Coroutine<> write_80(DbConnection& c) {
    const auto row = co_await c.fetchrow(select("t", 1));
    co_await c.execute(update("t", 1).set("n", row->number("n") - 20));
}
Coroutine<> less_10(DbConnection& c) { co_await c.execute(update("t", 1).add("n", -10)); }
Coroutine<> less_20(DbConnection& c) { co_await c.execute(update("t", 1).add("n", -20)); }
Coroutine<> lock_less_10(DbConnection& c) {
    const auto row = co_await c.fetchrow(select("t", 1).for_update());
    co_await c.execute(update("t", 1).set("n", row->number("n") - 10));
}
Coroutine<> lock_less_20(DbConnection& c) {
    const auto row = co_await c.fetchrow(select("t", 1).for_update());
    co_await c.execute(update("t", 1).set("n", row->number("n") - 20));
}
Coroutine<> guarded(DbConnection& c) {
    co_await c.execute(update("t", 1).add("n", -80).where_at_least("n", 80));
}

TEST_CASE("read committed: what the program computed overwrites the other's update") {
    run(both({.first = write_90, .second = write_80}, ",", 80));
}
TEST_CASE("read committed: a relative update sees the other's") {
    run(both({.first = less_10, .second = less_20}, ",", 70));
}
TEST_CASE("read committed: who locks the row first sees the other's update") {
    run(both({.first = lock_less_10, .second = lock_less_20}, ",", 70));
}
TEST_CASE("read committed: a guard is checked again when the wait is over") {
    run(both({.first = guarded, .second = guarded}, ",", 20));
}
TEST_CASE("repeatable read: the second is refused when the first commits") {
    run(both({.isolation = Isolation::RepeatableRead, .first = write_90, .second = write_80},
             ",40001", 90));
}
TEST_CASE("repeatable read: the second goes through when the first rolls back") {
    run(both({.isolation = Isolation::RepeatableRead,
              .first = write_90,
              .second = write_80,
              .first_rolls_back = true},
             ",", 80));
}
TEST_CASE("repeatable read: the second is refused at once if the first has committed") {
    run(both({.isolation = Isolation::RepeatableRead,
              .first = write_90,
              .second = write_80,
              .second_waits = 1s},
             ",40001", 90));
}

Coroutine<> skewed(const Database& db, std::int64_t mine) {
    const DbConnectionRef c = co_await connect(db);
    co_await c->begin(Isolation::RepeatableRead);
    const auto rows = co_await c->fetch(select_all("t"));
    if (rows.size() == 2 && rows[0].number("n") + rows[1].number("n") >= 2) {
        co_await c->execute(update("t", mine).add("n", -1));
    }
    co_await c->commit();
}

Coroutine<> write_skew() {
    Database db;
    db.put("t", 1, {{"n", 1}}).put("t", 2, {{"n", 1}});
    co_await gather(skewed(db, 1), skewed(db, 2));
    CHECK(db.row("t", 1).number("n") + db.row("t", 2).number("n") == 0);
}

TEST_CASE("repeatable read lets write skew through: the sum of two rows is broken") {
    run(write_skew());
}

Coroutine<> inserts(const Database& db, bool ignores, bool rolls_back, Duration pause) {
    const DbConnectionRef c = co_await connect(db);
    co_await c->begin();
    co_await sleep(pause);
    auto statement = insert("t", 7).set("n", 1);
    if (ignores) {
        statement.on_conflict_do_nothing();
    }
    co_await c->execute(statement);
    co_await sleep(100ms);
    if (rolls_back) {
        co_await c->rollback();
    } else {
        co_await c->commit();
    }
}

Coroutine<> same_key(bool ignores, bool rolls_back, std::string second, std::size_t rows) {
    Database db;
    auto one = outcome_of(inserts(db, false, rolls_back, 0ms));
    auto two = outcome_of(inserts(db, ignores, false, 1ms));
    const auto result = co_await gather(std::move(one), std::move(two));
    const auto& [a, b] = result;
    CHECK(a.empty());
    CHECK(b == second);
    CHECK(db.count("t") == rows);
}

TEST_CASE("who inserts a key that another has inserted waits for the other's end") {
    run(same_key(false, false, "23505", 1));
    run(same_key(true, false, "", 1));
    run(same_key(false, true, "", 1));
}

Coroutine<> after_an_error() {
    Database db;
    db.put("t", 1, {{"n", 0}});
    const DbConnectionRef c = co_await connect(db);
    co_await c->begin();
    co_await c->execute(update("t", 1).set("n", 5));
    auto duplicate = c->execute(insert("t", 1).set("n", 1));
    const std::string failed = co_await outcome_of(
        [](Coroutine<int> one) -> Coroutine<> { co_await std::move(one); }(std::move(duplicate)));
    CHECK(failed == "23505");
    auto next = c->execute(update("t", 1).set("n", 6));
    const std::string refused = co_await outcome_of(
        [](Coroutine<int> one) -> Coroutine<> { co_await std::move(one); }(std::move(next)));
    CHECK(refused == "25P02");
    co_await c->commit();  // rolls back, without a word
    CHECK(value(db) == 0);
    CHECK_FALSE(c->is_in_transaction());
}

TEST_CASE("after an error everything is refused, and a commit rolls back") {
    run(after_an_error());
}

Coroutine<> savepoint() {
    Database db;
    db.put("t", 1, {{"n", 0}});
    const DbConnectionRef c = co_await connect(db);
    co_await async_with(c->transaction(), [&]() -> Coroutine<> {
        co_await c->execute(update("t", 1).set("n", 5));
        try {
            co_await async_with(c->transaction(), [&]() -> Coroutine<> {
                co_await c->execute(update("t", 1).set("n", 6));
                co_await c->execute(insert("t", 1).set("n", 1));
            });
        } catch (const UniqueViolationError&) {
        }
        co_await c->execute(insert("t").set("n", 2));
    });
    CHECK(value(db) == 5);
    CHECK(db.row("t", 2).number("n") == 2);
}

TEST_CASE("a transaction inside a transaction is a savepoint, which limits the damage") {
    run(savepoint());
}

// Check 4: T1 holds row 1, T2 holds row 2, and each wants the other's.
Coroutine<> holds_and_wants(const Database& db, std::int64_t holds, std::int64_t wants, Duration at,
                            Duration& ended) {
    const DbConnectionRef c = co_await connect(db);
    try {
        co_await async_with(c->transaction(), [&]() -> Coroutine<> {
            co_await c->execute(update("t", holds).add("n", 1));
            co_await sleep(at - now());
            co_await c->execute(update("t", wants).add("n", 1));
        });
    } catch (...) {
        ended = now();
        throw;
    }
    ended = now();
}

Coroutine<> deadlock(Duration second_at, std::string outcomes, Duration first, Duration second,
                     std::int64_t wants_first = 2, std::int64_t wants_second = 1) {
    Database db;
    db.put("t", 1, {{"n", 0}}).put("t", 2, {{"n", 0}});
    db.connecting_takes(0ms).statement_takes(0ms);
    Duration t1{};
    Duration t2{};
    auto one = outcome_of(holds_and_wants(db, 1, wants_first, 100ms, t1));
    auto two =
        outcome_of(holds_and_wants(db, wants_first == 2 ? 2 : 1, wants_second, second_at, t2));
    const auto result = co_await gather(std::move(one), std::move(two));
    const auto& [a, b] = result;
    CHECK(fmt::format("{},{}", a, b) == outcomes);
    CHECK(t1 == first);
    CHECK(t2 == second);
}

TEST_CASE("who waits looks once, a second after its wait began, and gives up itself") {
    run(deadlock(500ms, "40P01,", 1100ms, 1100ms));
}
TEST_CASE("a ring that closes after the first one's look is seen by the second") {
    run(deadlock(1400ms, ",40P01", 2400ms, 2400ms));
}

Coroutine<> in_one_order(const Database& db) {
    const DbConnectionRef c = co_await connect(db);
    co_await async_with(c->transaction(), [&]() -> Coroutine<> {
        co_await c->execute(update("t", 1).add("n", 1));
        co_await sleep(100ms);
        co_await c->execute(update("t", 2).add("n", 1));
    });
}
Coroutine<> ordered() {
    Database db;
    db.put("t", 1, {{"n", 0}}).put("t", 2, {{"n", 0}});
    co_await gather(in_one_order(db), in_one_order(db), in_one_order(db));
    CHECK(db.row("t", 2).number("n") == 3);
}
TEST_CASE("rows that are taken in one order make no ring") { run(ordered()); }

Coroutine<> impatient() {
    Database db;
    db.put("t", 1, {{"n", 0}}).lock_timeout(300ms).connecting_takes(0ms).statement_takes(0ms);
    const DbConnectionRef a = co_await connect(db);
    const DbConnectionRef b = co_await connect(db);
    co_await a->begin();
    co_await a->execute(update("t", 1).add("n", 1));
    const auto skipped = co_await b->fetch(select("t", 1).for_update().skip_locked());
    CHECK(skipped.empty());
    const auto seen = co_await b->fetchrow(select("t", 1));
    CHECK(seen->number("n") == 0);
    const auto try_it = [](DbConnection& c, SqlStatement statement) -> Coroutine<> {
        (void)co_await c.execute(std::move(statement));
    };
    const std::string at_once =
        co_await outcome_of(try_it(*b, select("t", 1).for_update().nowait()));
    CHECK(at_once == "55P03");
    CHECK(now() == 0ms);
    const std::string later = co_await outcome_of(try_it(*b, update("t", 1).add("n", 1)));
    CHECK(later == "55P03");
    CHECK(now() == 300ms);
}

TEST_CASE("nowait, skip locked and lock_timeout do not wait for ever; a read never waits") {
    run(impatient());
}

// Check 7: 100 in the account, two withdrawals of 80.
Coroutine<> plain(const Database& db) {
    const DbConnectionRef c = co_await connect(db);
    const auto row = co_await c->fetchrow(select("t", 1));
    if (row->number("n") >= 80) {
        co_await c->execute(update("t", 1).add("n", -80));
    }
}
Coroutine<> guarded_one(const Database& db) {
    const DbConnectionRef c = co_await connect(db);
    co_await c->execute(update("t", 1).add("n", -80).where_at_least("n", 80));
}
Coroutine<> absolute(const Database& db) {
    const DbConnectionRef c = co_await connect(db);
    const auto row = co_await c->fetchrow(select("t", 1));
    if (row->number("n") >= 80) {
        co_await c->execute(update("t", 1).set("n", row->number("n") - 80));
    }
}
Coroutine<> withdraw_twice(Coroutine<> (*withdraw)(const Database&), std::int64_t left,
                           Duration ends) {
    Database db;
    db.put("t", 1, {{"n", 100}}).connecting_takes(0ms);
    co_await gather(withdraw(db), withdraw(db));
    CHECK(value(db) == left);
    CHECK(now() == ends);
}

TEST_CASE("two withdrawals of 80 from 100: -60, 20 with a guard, 20 with two successes") {
    run(withdraw_twice(plain, -60, 30ms));
    run(withdraw_twice(guarded_one, 20, 20ms));
    run(withdraw_twice(absolute, 20, 30ms));
}

}  // namespace
}  // namespace coroscope
