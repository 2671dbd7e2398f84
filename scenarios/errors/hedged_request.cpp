// The hedged request
//
// Replica A answers within 50 ms, but now and then it takes a whole second. So whoever has waited
// for 100 ms sends the same request to replica B too, takes whichever answer comes first and
// cancels the other request.
//
// Watch:  request 5: a second task at 100 ms, an answer at 150 ms, and the first task is cancelled.
// Source: J. Dean and L. A. Barroso, "The Tail at Scale" (CACM, 2013).

#include "scenarios/errors/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

Coroutine<std::string> replica(std::string name, Duration answer) {
    co_await sleep(answer);
    co_return name;
}

Coroutine<std::string> hedged(int n, const Stage& stage, int& sent) {
    const bool slow = n % stage.integer("every") == 0;
    const Duration answer = stage.duration(slow ? "slow" : "fast");
    auto first = create_task(replica("A", answer), fmt::format("{} to A", n));
    ++sent;
    std::vector<Task<std::string>> tasks = {first};
    const auto in_time = co_await wait(tasks, stage.duration("hedge"));
    if (!in_time.done.empty()) {
        co_return first.result();
    }

    auto second = create_task(replica("B", stage.duration("fast")), fmt::format("{} to B", n));
    ++sent;
    tasks.push_back(second);
    auto both = co_await wait(tasks, FIRST_COMPLETED);
    for (Task<std::string>& loser : both.pending) {
        loser.cancel();
    }
    co_await gather(return_exceptions, both.pending);
    co_return both.done.front().result();
}

Coroutine<std::string> hedged_request(Stage& stage) {
    const int requests = stage.integer("requests");
    int sent = 0;
    Duration slowest = 0ms;
    for (int n = 1; n <= requests; ++n) {
        const Duration begin = now();
        const std::string winner = co_await hedged(n, stage, sent);
        slowest = std::max(slowest, now() - begin);
        log("request {}: answered by {}", n, winner);
    }
    stage.expect(slowest <= 200ms, "no answer takes longer than 200 ms");
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(slowest).count();
    co_return fmt::format("{} requests sent, the slowest answer took {} ms", sent, ms);
}

}  // namespace

const Scenario kHedgedRequest{
    ScenarioId("errors/hedged-request"),
    Title("The hedged request", "对冲请求"),
    Difficulty::Medium,
    Params()
        .integer("requests", 10, AtLeast(1), AtMost(500))
        .integer("every", 5, AtLeast(1), AtMost(500))
        .duration("slow", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("fast", 50ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("hedge", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(hedged_request, Expected().ends_at(700ms).result(
                                        "12 requests sent, the slowest answer took 150 ms")),
};

}  // namespace coroscope
