// Retries that wait too long, and for the wrong errors
//
// A retry computes base * 2 ** attempt before every try, also before the first, where it is thrown
// away: the waits are then 2, 4 and 8 times the base, and never the base itself. And it catches
// Exception: a programming error, which no retry can mend, is tried four times as well.
//
// Watch:  a service that comes back after 600 ms is asked again after 1 s instead of 500 ms; a call
//         with a wrong type fails after 7 s instead of at once.
// Source: article A, retry_with_backoff; article C, retry on any Exception.

#include "scenarios/found_in_tutorials/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct ConnectionError : Error {
    explicit ConnectionError(std::string message) : Error("ConnectionError", std::move(message)) {}
};
struct TypeError : Error {
    explicit TypeError(std::string message) : Error("TypeError", std::move(message)) {}
};

using Call = std::function<Coroutine<>()>;

/// As printed: the delay of attempt n is used after n + 1 failures, whatever failed.
Coroutine<> retry_everything(Call call, int retries, Duration base) {
    for (int attempt = 0;; ++attempt) {
        const Duration delay = base * (1 << attempt);
        if (attempt > 0) {
            co_await sleep(delay);
        }
        std::exception_ptr error;
        try {
            co_await call();
            co_return;
        } catch (const CancelledError&) {
            throw;  // no Exception in Python
        } catch (const Error&) {
            error = std::current_exception();
            log("attempt {} fails", attempt + 1);
        }
        if (attempt == retries) {
            std::rethrow_exception(error);
        }
    }
}

/// The n-th wait is base * 2 ** (n - 1), and only a connection that fails is tried again.
Coroutine<> retry_connections(Call call, int retries, Duration base) {
    for (int attempt = 0;; ++attempt) {
        std::exception_ptr error;
        try {
            co_await call();
            co_return;
        } catch (const ConnectionError&) {
            error = std::current_exception();
            log("attempt {} fails", attempt + 1);
        }
        if (attempt == retries) {
            std::rethrow_exception(error);
        }
        co_await sleep(base * (1 << attempt));
    }
}

Coroutine<> ask_service(Duration back) {
    co_await sleep(0ms);
    if (now() < back) {
        throw ConnectionError("the service is down");
    }
    log("the service answers");
}

Coroutine<> add_text_to_number() {
    co_await sleep(0ms);
    throw TypeError("unsupported operand type(s) for +: 'int' and 'str'");
}

template <class Retry>
Coroutine<std::string> run(Stage& stage, Retry retry) {
    const int retries = stage.integer("retries");
    const Duration base = stage.duration("base");
    const Duration back = stage.duration("back");
    try {
        const Call ask = [back] { return ask_service(back); };
        co_await retry(ask, retries, base);
    } catch (const ConnectionError& error) {
        log("ConnectionError: {}", error.message());
    }
    const Duration answered = now();
    try {
        const Call mistake = [] { return add_text_to_number(); };
        co_await retry(mistake, retries, base);
    } catch (const TypeError& error) {
        log("TypeError: {}", error.message());
    }
    stage.expect(now() == answered, "a programming error is reported at once");
    co_return fmt::format("service after {} ms, mistake after {} ms", answered / 1ms,
                          (now() - answered) / 1ms);
}

Coroutine<std::string> everything(Stage& stage) { return run(stage, retry_everything); }
Coroutine<std::string> only_connections(Stage& stage) { return run(stage, retry_connections); }

}  // namespace

const Scenario kRetryFirstDelay{
    ScenarioId("found-in-tutorials/retry-first-delay"),
    Title("Retries for the wrong errors", "该不该重试都重试"),
    Difficulty::Medium,
    Params()
        .integer("retries", 3, AtLeast(0), AtMost(10))
        .duration("base", 500ms, AtLeast<Duration>(0ms), AtMost<Duration>(60s))
        .duration("back", 600ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(everything, Expected()
                                .check_fails("a programming error is reported at once")
                                .ends_at(8s)
                                .result("service after 1000 ms, mistake after 7000 ms"))
        .fixed(only_connections,
               Expected().ends_at(1500ms).result("service after 1500 ms, mistake after 0 ms")),
};

}  // namespace coroscope
