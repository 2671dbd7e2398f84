// A decorator that tries again
//
// `retry` takes an operation and gives back another one, which calls the first up to three times
// and waits between the attempts, each time twice as long. The callers do not notice. It tries
// again after a ConnectionError only: a wrong address does not get better by waiting.
//
// Watch:  two callers of one decorated operation; each has delays of its own.
// Source: articles C and E, the retry decorator and get_with_retry.

#include "scenarios/errors/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct ConnectionError : Error {
    explicit ConnectionError(std::string message) : Error("ConnectionError", std::move(message)) {}
};

using Operation = std::function<Coroutine<std::string>(std::string)>;

Coroutine<std::string> attempts(Operation operation, std::string address, int most, Duration delay,
                                int factor) {
    for (int attempt = 1;; ++attempt) {
        try {
            const std::string answer = co_await operation(address);
            co_return answer;
        } catch (const ConnectionError& error) {
            if (attempt == most) {
                throw;
            }
            const double seconds = std::chrono::duration<double>(delay).count();
            log("{}: {}, again in {:g} s", address, error.message(), seconds);
        }
        co_await sleep(delay);
        delay *= factor;
    }
}

Operation retry(Operation operation, int most, Duration delay, int factor) {
    return [operation, most, delay, factor](std::string address) {
        return attempts(operation, std::move(address), most, delay, factor);
    };
}

Coroutine<std::string> get(std::string address, Duration down) {
    const bool is_down = now() < down;
    co_await sleep(100ms);
    if (!address.starts_with('/')) {
        throw ValueError("an address begins with /");
    }
    if (is_down) {
        throw ConnectionError("the service is down");
    }
    co_return "data of " + address;
}

Coroutine<std::string> caller(const Operation& fetch, std::string address, Duration start) {
    co_await sleep(start);
    const std::string answer = co_await fetch(address);
    log("{} is here", address);
    co_return answer;
}

Coroutine<std::string> retry_decorator(Stage& stage) {
    const Duration down = stage.duration("down");
    const Operation unreliable = [down](std::string address) { return get(address, down); };
    const Operation fetch = retry(unreliable, stage.integer("attempts"), stage.duration("delay"),
                                  stage.integer("factor"));

    auto users = create_task(caller(fetch, "/users", 0ms), "users");
    auto orders = create_task(caller(fetch, "/orders", 1500ms), "orders");
    auto wrong = create_task(caller(fetch, "prices", 0ms), "prices");
    const std::vector<Task<std::string>> tasks = {users, orders, wrong};
    int here = 0;
    const auto results = co_await gather(return_exceptions, tasks);
    for (const Result<std::string>& result : results) {
        if (result.ok()) {
            ++here;
        } else {
            log("failed for good: {}", describe(result.error()));
        }
    }
    stage.expect(here == 2, "the two good addresses are fetched");
    co_return fmt::format("{} of 3 are here", here);
}

}  // namespace

const Scenario kRetryDecorator{
    ScenarioId("errors/retry-decorator"),
    Title("A decorator that tries again", "会重试的装饰器"),
    Difficulty::Medium,
    Params()
        .integer("attempts", 3, AtLeast(1), AtMost(12))
        .duration("delay", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(1min))
        .integer("factor", 2, AtLeast(1), AtMost(4))
        .duration("down", 2s, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(retry_decorator, Expected().ends_at(3300ms).result("2 of 3 are here")),
};

}  // namespace coroscope
