// What the tests of the database share.
#pragma once

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "runtime/core/log.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/async_with.h"
#include "runtime/sync/gather.h"
#include "runtime/trace/timeline.h"
#include "runtime/world/database_errors.h"
#include "runtime/world/db_connection.h"
#include "tests/support/ran.h"

namespace coroscope::test {

using namespace std::chrono_literals;

/// Runs it and expects that it finishes.
inline void run(Coroutine<> program) {
    const Ran ran(std::move(program));
    CHECK(ran.outcome == Outcome::Finished);
    if (ran.error) {
        FAIL_CHECK(describe(ran.error));
    }
}

/// "" if it went well, else the SQL code of its error, or its type if it has none; and when.
inline Coroutine<std::string> outcome_of(Coroutine<> program) {
    std::string outcome;
    try {
        co_await std::move(program);
    } catch (const DatabaseError& error) {
        outcome = error.sqlstate().empty() ? error.type() : error.sqlstate();
    } catch (const Error& error) {
        outcome = error.type();
    }
    co_return outcome;
}

/// A counter "n" in row 1 of table "t".
inline std::int64_t value(const Database& db) { return db.row("t", 1).number("n"); }

}  // namespace coroscope::test
