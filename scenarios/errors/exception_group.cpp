// Several errors at once
//
// A page needs prices, stock and reviews, and fetches them in a task group. Prices and stock fail
// at the same moment; the reviews are cancelled. Both errors leave the group as one ExceptionGroup,
// and `except*` sorts them by type.
//
// Watch:  two failures in one iteration, then the cancellation of the third task.
// Source: article D, a task group; PEP 654.

#include "scenarios/errors/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct ConnectionError : Error {
    explicit ConnectionError(std::string message) : Error("ConnectionError", std::move(message)) {}
};

Coroutine<> fetch_prices(Duration length) {
    co_await sleep(length);
    throw ValueError("a price is no number");
}

Coroutine<> fetch_stock(Duration length) {
    co_await sleep(length);
    throw ConnectionError("the stock server is gone");
}

Coroutine<> fetch_reviews(Duration length) {
    try {
        co_await sleep(length);
        log("the reviews are there");
    } catch (const CancelledError&) {
        log("the reviews are not wanted any more");
        throw;
    }
}

Coroutine<> fetch_all(Stage& stage) {
    co_await async_with(TaskGroup("page"), [&](TaskGroup& group) -> Coroutine<> {
        group.create_task(fetch_prices(stage.duration("prices")), "prices");
        group.create_task(fetch_stock(stage.duration("stock")), "stock");
        group.create_task(fetch_reviews(stage.duration("reviews")), "reviews");
        co_return;
    });
}

Coroutine<std::string> exception_group(Stage& stage) {
    std::exception_ptr left;
    try {
        co_await fetch_all(stage);
    } catch (const ExceptionGroup&) {
        left = std::current_exception();
    }
    std::size_t wrong = 0;
    std::size_t lost = 0;
    left = except_star<ValueError>(left, [&](const ExceptionGroup& group) {
        wrong = group.exceptions().size();
        log("wrong values: {}", describe(group.exceptions().front()));
    });
    left = except_star<ConnectionError>(left, [&](const ExceptionGroup& group) {
        lost = group.exceptions().size();
        log("no connection: {}", describe(group.exceptions().front()));
    });
    if (left) {
        std::rethrow_exception(left);
    }
    stage.expect(wrong + lost > 0, "the errors are handled, each by its type");
    co_return fmt::format("{} wrong, {} without connection", wrong, lost);
}

}  // namespace

const Scenario kExceptionGroup{
    ScenarioId("errors/exception-group"),
    Title("Several errors at once", "同时出现的多个错误"),
    Difficulty::Medium,
    Params()
        .duration("prices", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("stock", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("reviews", 300ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(exception_group,
                    Expected().ends_at(100ms).result("1 wrong, 1 without connection")),
};

}  // namespace coroscope
