// What the lessons on databases say: other parameters, and what the presses show.
#include <doctest/doctest.h>

#include <array>

#include "tests/support/claims.h"
#include "tests/support/presses.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

Expected pool(std::string_view result, Duration end) {
    return Expected().result(result).ends_at(end);
}
Expected lost(std::string_view result) {
    return Expected().check_fails("no money is lost").result(result);
}

const std::array kClaims = {
    Claim("patterns/db-pool?max_size=50", pool("100 queries, 50 connections", 350ms)),
    Claim("patterns/db-pool?min_size=20", pool("100 queries, 20 connections", 600ms)),
    Claim("patterns/db-pool?reset=10ms", pool("100 queries, 20 connections", 700ms)),
    Claim("patterns/db-pool?max_queries=3", pool("100 queries, 60 connections", 750ms)),
    Claim("patterns/db-pool?aiomysql=1", pool("100 queries, 20 connections", 1100ms)),

    Claim("patterns/db-transaction?breaks=2", lost("account 1 has 10, all together 140")),
    Claim("patterns/db-transaction?variant=fixed&breaks=2",
          Expected().result("account 1 has 70, all together 200")),
    Claim("patterns/db-transaction?variant=fixed&breaks=4",
          Expected().result("account 1 has 70, all together 200")),
    Claim("patterns/db-transaction?variant=fixed&amount=60",
          Expected().result("account 1 has -20, all together 200")),

    Claim("patterns/batch-insert?batch=1", Expected().result("3.0 s, 300 ms, 3.0 s")),
    Claim("patterns/batch-insert?batch=1000", Expected().result("3.0 s, 300 ms, 39.9 ms")),
    Claim("patterns/batch-insert?connections=50", Expected().result("3.0 s, 60 ms, 59.7 ms")),
    Claim("patterns/batch-insert?round_trip=1ms", Expected().result("300 ms, 30 ms, 32.7 ms")),
    Claim("patterns/batch-insert?row=10ms", Expected().result("3.0 s, 300 ms, 3.0 s")),

    Claim("patterns/orm-session?refresh=0",
          Expected().ends_at(140ms).result("9 statements, 1 connections")),
    Claim("patterns/orm-session?expire=1",
          Expected().ends_at(160ms).result("11 statements, 1 connections")),
    Claim("patterns/orm-session?statement=100ms", Expected().ends_at(1150ms)),
};

}  // namespace

TEST_CASE("what the lessons on databases say about other parameters is true") {
    check_claims(kClaims);
}

TEST_CASE("db-pool: five queries have a connection, fifteen make one, the others wait") {
    const Presses presses("patterns/db-pool");
    CHECK(presses.logs(11, "the pool is ready, 5 connections"));
    CHECK(presses.after(16) == "100 ms query-5");
    CHECK(presses.after(31) == "100 ms query-20");
    CHECK(presses.after(32) == "100 ms query-21");
    CHECK(presses.state(32, "query-21") == TaskState::Waiting);
}

TEST_CASE("db-transaction: the first update of the third transfer stays, or is never seen") {
    const Presses broken("patterns/db-transaction");
    CHECK(broken.after(7) == "70 ms to-2");
    CHECK(broken.after(9) == "100 ms to-9");
    CHECK(broken.after(13) == "120 ms to-9");
    CHECK(broken.value(13, "accounts 1") == "balance=10");
    CHECK(broken.logs(14, "30 to account 9: ValueError"));
    const Presses fixed("patterns/db-transaction?variant=fixed");
    CHECK(fixed.value(13, "accounts 1") == "balance=40");
    CHECK(fixed.logs(14, "30 to account 9: ValueError"));
    CHECK(fixed.value(14, "accounts 1") == "balance=40");
}

TEST_CASE("orm-session: a fresh object is not read again, an expired one cannot be read") {
    const Presses presses("patterns/orm-session");
    CHECK(presses.after(2) == "50 ms main");
    CHECK(presses.after(3) == "60 ms main");
    CHECK(presses.after(12) == "150 ms main");
    CHECK(Timeline(run_of("patterns/orm-session?expire=1&refresh=0")).outcome() == Outcome::Failed);
}

TEST_CASE("a transfer in a transaction conserves the total under every schedule sampled") {
    for (int seed = 2; seed <= 300; ++seed) {
        const std::string spec =
            "patterns/db-transaction?variant=fixed&seed=" + std::to_string(seed) + "&policy=random";
        CAPTURE(spec);
        check_run(run_of(spec), Expected().result("account 1 has 40, all together 200"));
    }
}
