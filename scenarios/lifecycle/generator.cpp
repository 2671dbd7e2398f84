// A generator left half-way
//
// A generator reads rows from a database cursor, one at a time. The reader has enough after three.
// Leaving the loop does not close the generator: it is dropped, and the loop closes it in a task of
// its own, for which nobody waits. The program ends first, and the clean-up is cut off.
//
// Watch:  who runs the clean-up: a task that nobody made in the broken twin, main in the fixed one.
// Source: articles B and D, asynchronous generators; PEP 525; contextlib.aclosing.

#include "scenarios/lifecycle/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

/// It may live longer than main: whoever uses it keeps it.
using Cursor = std::shared_ptr<Shared<std::string>>;

AsyncGenerator<int> rows(Cursor cursor, int count, Duration pace, Duration close) {
    cursor->write("open");
    std::exception_ptr error;
    try {
        for (int row = 1; row <= count; ++row) {
            co_await sleep(pace);
            co_yield row;
        }
    } catch (...) {
        error = std::current_exception();
    }
    log("closing the cursor");  // "finally:" in Python
    co_await sleep(close);
    cursor->write("closed");
    log("the cursor is closed");
    if (error) {
        std::rethrow_exception(error);
    }
}

AsyncGenerator<int> rows(const Cursor& cursor, const Stage& stage) {
    return rows(cursor, stage.integer("rows"), stage.duration("pace"), stage.duration("close"));
}

Coroutine<> take(AsyncGenerator<int> source, int most) {
    while (const std::optional<int> row = co_await source.anext()) {
        log("row {}", *row);
        if (*row == most) {
            break;
        }
    }
}

Coroutine<std::string> go_on(const Stage& stage, const Cursor& cursor) {
    log("main goes on");
    stage.expect(cursor->read() == "closed", "the cursor is closed when main goes on");
    co_await sleep(stage.duration("work"));
    co_return "the cursor is " + cursor->read();
}

Coroutine<std::string> dropped(Stage& stage) {
    const auto cursor = std::make_shared<Shared<std::string>>("cursor", "closed");
    co_await take(rows(cursor, stage), stage.integer("take"));
    const std::string result = co_await go_on(stage, cursor);
    co_return result;
}

Coroutine<std::string> closed_in_time(Stage& stage) {
    const auto cursor = std::make_shared<Shared<std::string>>("cursor", "closed");
    co_await async_with(aclosing(rows(cursor, stage)),
                        [&](AsyncGenerator<int>& source) -> Coroutine<> {
                            co_await take(source, stage.integer("take"));
                        });
    const std::string result = co_await go_on(stage, cursor);
    co_return result;
}

}  // namespace

const Scenario kGenerator{
    ScenarioId("lifecycle/generator"),
    Title("A generator left half-way", "半途离开的生成器"),
    Difficulty::Medium,
    Params()
        .integer("rows", 10, AtLeast(1), AtMost(1000))
        .integer("take", 3, AtLeast(1), AtMost(1001))
        .duration("pace", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("close", 200ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("work", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(dropped, Expected()
                             .check_fails("the cursor is closed when main goes on")
                             .ends_at(400ms)
                             .result("the cursor is open"))
        .fixed(closed_in_time, Expected().ends_at(600ms).result("the cursor is closed")),
};

}  // namespace coroscope
