// How an exception travels
//
// Two requests, each a chain of three coroutines. At the bottom of one chain the database does not
// answer. The exception climbs the chain in a single step, past everybody who has no handler, up to
// the edge of its task. There it stays until somebody awaits the task.
//
// Watch:  request-7 fails at 100 ms; main learns of it at 300 ms, when it awaits the task.
// Source: article A, exceptions and how they propagate.

#include "scenarios/errors/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct ConnectionError : Error {
    explicit ConnectionError(std::string message) : Error("ConnectionError", std::move(message)) {}
};

Coroutine<std::string> query(int user, Duration answer) {
    co_await sleep(answer);
    if (user == 7) {
        throw ConnectionError("the database does not answer");
    }
    co_return fmt::format("user {}", user);
}

Coroutine<std::string> load_user(int user, Duration answer) {
    std::string row;
    try {
        row = co_await query(user, answer);
    } catch (...) {
        log("load_user closes its cursor");
        throw;  // it cannot mend this: on it goes
    }
    log("load_user closes its cursor");
    co_return row;
}

Coroutine<std::string> handle_request(int user, Duration answer) {
    const std::string row = co_await load_user(user, answer);
    log("handle_request greets {}", row);
    co_return "hello, " + row;
}

Coroutine<std::string> propagation(Stage& stage) {
    const Duration answer = stage.duration("answer");
    auto failing = create_task(handle_request(7, answer), "request-7");
    auto working = create_task(handle_request(8, 2 * answer), "request-8");
    co_await sleep(stage.duration("work"));
    log("main has done its own work");

    int caught = 0;
    for (int n = 1; n <= 2; ++n) {
        try {
            co_await failing;
        } catch (const ConnectionError& error) {
            log("await {} of request-7: {}", n, error.message());
            ++caught;
        }
    }
    const std::string greeting = co_await working;
    stage.expect(caught == 2, "every await of the failed task raises its exception");
    co_return greeting;
}

}  // namespace

const Scenario kPropagation{
    ScenarioId("errors/propagation"),
    Title("How an exception travels", "异常怎样传播"),
    Difficulty::Easy,
    Params()
        .duration("answer", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("work", 300ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(propagation, Expected().ends_at(300ms).result("hello, user 8")),
};

}  // namespace coroscope
