// Two at once is not two per second
//
// A class called RateLimiter that holds a semaphore: two requests at once, one second each, so five
// take three seconds. But it limits how many run, not how many begin: when the server answers ten
// times as fast, ten times as many begin in a second. A pause under the permit sets a bound.
//
// Watch:  the bars of the five requests; then the same with answer=100ms.
// Source: article A, a limiter of five requests, two at once; article B, a pause under the permit.

#include "scenarios/scenario.h"
#include "scenarios/sync/topic.h"

namespace coroscope {
namespace {

class RateLimiter {
public:
    RateLimiter(int limit, Duration pause) : permits_("permits", limit), pause_(pause) {}

    Coroutine<> request(int number, Duration answer) {
        const auto held = co_await permits_.hold();
        if (pause_ > 0s) {
            co_await sleep(pause_);
        }
        log("request {} begins", number);
        begun_.push_back(now());
        co_await sleep(answer);
        log("request {} is answered", number);
    }

    /// How many began within the busiest second.
    [[nodiscard]] std::ptrdiff_t busiest_second() const {
        std::ptrdiff_t most = 0;
        for (const Duration from : begun_) {
            most = std::max(most, std::ranges::count_if(begun_, [from](Duration at) {
                                return at >= from && at < from + 1s;
                            }));
        }
        return most;
    }

private:
    Semaphore permits_;
    Duration pause_;
    std::vector<Duration> begun_;
};

Coroutine<std::string> rate_limiter(Stage& stage) {
    RateLimiter limiter(stage.integer("limit"), stage.duration("pause"));
    std::vector<Task<>> tasks;
    for (int i = 1; i <= stage.integer("requests"); ++i) {
        tasks.push_back(
            create_task(limiter.request(i, stage.duration("answer")), name("request", i)));
    }
    co_await gather(tasks);

    const auto most = limiter.busiest_second();
    stage.expect(most <= stage.integer("limit"), "no more requests per second than the limit");
    co_return fmt::format("{} in the busiest second", most);
}

}  // namespace

const Scenario kRateLimiter{
    ScenarioId("sync/rate-limiter"),
    Title("Two at once is not two per second", "同时两个，不等于每秒两个"),
    Difficulty::Medium,
    Params()
        .integer("requests", 5, AtLeast(1), AtMost(500))
        .integer("limit", 2, AtLeast(1), AtMost(100))
        .duration("answer", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("pause", 0ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants().only(rate_limiter, Expected().ends_at(3s).result("2 in the busiest second")),
};

}  // namespace coroscope
