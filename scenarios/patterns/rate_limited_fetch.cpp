// A limit is not a rate
//
// "Ten requests a second": a semaphore for ten, and inside it a sleep of half a second before each
// request. That bounds how many are under way, not how many begin: when the server answers in
// 100 ms, ten begin every 600 ms. To keep a rate one must look at the clock: each request has its
// own moment, a tenth of a second after the one before.
//
// Watch:  ten requests at once, and again after 600 ms; in the fixed twin one every 100 ms.
// Source: article B, rate_limited_fetch with a semaphore and a sleep.

#include <algorithm>

#include "scenarios/patterns/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Server {
    Duration latency;
    std::vector<Duration> asked;

    Coroutine<> fetch() {
        asked.push_back(now());
        co_await sleep(latency);
    }
    /// The most requests that began within one second.
    [[nodiscard]] std::int64_t most_in_a_second() const {
        std::int64_t most = 0;
        for (auto first = asked.begin(); first != asked.end(); ++first) {
            const auto last = std::lower_bound(first, asked.end(), *first + 1s);
            most = std::max<std::int64_t>(most, last - first);
        }
        return most;
    }
};

Coroutine<> fetch_in_semaphore(Server& server, Semaphore& semaphore, Duration pause) {
    const auto permit = co_await semaphore.hold();
    co_await sleep(pause);
    co_await server.fetch();
}

/// Gives every request a moment of its own.
class Pacer {
public:
    explicit Pacer(Duration interval) : interval_(interval) {}
    Coroutine<> turn() {
        const Duration mine = std::max(now(), next_);
        next_ = mine + interval_;
        co_await sleep(mine - now());
    }

private:
    Duration interval_;
    Duration next_ = 0ms;
};

Coroutine<> fetch_at_its_turn(Server& server, Pacer& pacer) {
    co_await pacer.turn();
    co_await server.fetch();
}

std::string report(Stage& stage, const Server& server) {
    const auto most = server.most_in_a_second();
    stage.expect(most <= stage.integer("rate"), "no more requests in a second than allowed");
    return fmt::format("up to {} requests a second", most);
}

Coroutine<std::string> with_semaphore(Stage& stage) {
    Server server{.latency = stage.duration("latency"), .asked = {}};
    Semaphore semaphore("at once", stage.integer("rate"));
    const Duration pause = stage.duration("pause");
    std::vector<Task<>> tasks;
    for (int i = 1; i <= stage.integer("requests"); ++i) {
        tasks.push_back(
            create_task(fetch_in_semaphore(server, semaphore, pause), name("request", i)));
    }
    co_await gather(tasks);
    co_return report(stage, server);
}

Coroutine<std::string> with_pacer(Stage& stage) {
    Server server{.latency = stage.duration("latency"), .asked = {}};
    Pacer pacer(Duration(1s) / stage.integer("rate"));
    std::vector<Task<>> tasks;
    for (int i = 1; i <= stage.integer("requests"); ++i) {
        tasks.push_back(create_task(fetch_at_its_turn(server, pacer), name("request", i)));
    }
    co_await gather(tasks);
    co_return report(stage, server);
}

}  // namespace

const Scenario kRateLimitedFetch{
    ScenarioId("patterns/rate-limited-fetch"),
    Title("A limit is not a rate", "限制并发不等于限制速率"),
    Difficulty::Medium,
    Params()
        .integer("requests", 100, AtLeast(1), AtMost(300))
        .integer("rate", 10, AtLeast(1), AtMost(100))
        .duration("pause", 500ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s))
        .duration("latency", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s)),
    Variants()
        .broken(with_semaphore, Expected()
                                    .check_fails("no more requests in a second than allowed")
                                    .ends_at(6s)
                                    .result("up to 20 requests a second"))
        .fixed(with_pacer, Expected().ends_at(10s).result("up to 10 requests a second")),
};

}  // namespace coroscope
