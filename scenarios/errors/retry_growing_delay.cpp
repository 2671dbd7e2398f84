// Each attempt with a timeout, each pause longer
//
// A server that is slow at first. Every attempt may take 5 s; then it is cancelled, and after a
// pause of 1 s, 2 s, 3 s... the next one begins.
//
// Watch:  main's lane: 5 s of waiting, 1 s of pause, 5 s, 2 s, and then the answer.
// Source: article B, timeout and retry.

#include "scenarios/errors/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<std::string> fetch(Shared<int>& requests, const Stage& stage) {
    requests.write(requests.read() + 1);
    if (requests.read() <= stage.integer("slow")) {
        co_await sleep(stage.duration("slow_answer"));
    } else {
        co_await sleep(stage.duration("answer"));
    }
    co_return fmt::format("the answer to request {}", requests.read());
}

Coroutine<std::string> fetch_with_retry(Shared<int>& requests, const Stage& stage) {
    for (int attempt = 1;; ++attempt) {
        try {
            const auto limit = stage.duration("timeout");
            const std::string answer =
                co_await async_with(timeout(limit), [&] { return fetch(requests, stage); });
            co_return answer;
        } catch (const Error& error) {
            log("attempt {} failed: {}", attempt, error.type());
            if (attempt == stage.integer("attempts")) {
                throw;
            }
        }
        co_await sleep(attempt * stage.duration("step"));
    }
}

Coroutine<std::string> retry_growing_delay(Stage& stage) {
    Shared<int> requests("requests", 0);
    std::string answer = "no answer";
    try {
        answer = co_await fetch_with_retry(requests, stage);
    } catch (const TimeoutError&) {
        log("main goes on without it");
    }
    stage.expect(answer != "no answer", "an answer comes in the end");
    co_return answer;
}

}  // namespace

const Scenario kRetryGrowingDelay{
    ScenarioId("errors/retry-growing-delay"),
    Title("Each attempt with a timeout, each pause longer", "每次尝试都限时，间隔越来越长"),
    Difficulty::Easy,
    Params()
        .integer("attempts", 3, AtLeast(1), AtMost(20))
        .duration("timeout", 5s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("step", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .integer("slow", 2, AtLeast(0), AtMost(20))
        .duration("slow_answer", 8s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("answer", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(retry_growing_delay, Expected().ends_at(14s).result("the answer to request 3")),
};

}  // namespace coroscope
