// The circuit breaker
//
// A service is down for two seconds, and every call to it costs its caller 400 ms before it fails.
// After three failures the breaker opens: calls are refused at once, and the service is left alone.
// A second later it lets one call through as a trial. If that fails it opens again; if it is
// answered the breaker closes.
//
// Watch:  the variable "breaker": closed, open, half-open, open, half-open, closed.
// Source: M. Nygard, "Release It!" (2007).

#include "scenarios/errors/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct ConnectionError : Error {
    explicit ConnectionError(std::string message) : Error("ConnectionError", std::move(message)) {}
};
struct BreakerOpen : Error {
    BreakerOpen() : Error("BreakerOpen", "not now") {}
};

Coroutine<> service(const Stage& stage) {
    if (now() < stage.duration("down")) {
        co_await sleep(stage.duration("timeout"));
        throw ConnectionError("no answer");
    }
    co_await sleep(stage.duration("answer"));
}

class Breaker {
public:
    explicit Breaker(const Stage& stage) : stage_(stage) {}

    Coroutine<> call() {
        const bool trial = admit();
        try {
            co_await service(stage_);
        } catch (const ConnectionError&) {
            failed(trial);
            throw;
        }
        if (trial) {
            become("closed");
        }
        failures_ = 0;
    }

private:
    /// True if the call is the trial. Errors: BreakerOpen.
    bool admit() {
        if (state_.read() == "closed") {
            return false;
        }
        if (state_.read() == "half-open" || now() < retry_at_) {
            throw BreakerOpen();
        }
        become("half-open");
        return true;
    }
    void failed(bool trial) {
        ++failures_;
        const bool enough = state_.read() == "closed" && failures_ >= stage_.integer("threshold");
        if (trial || enough) {
            retry_at_ = now() + stage_.duration("cooldown");
            become("open");
        }
    }
    void become(const std::string& state) {
        state_.write(state);
        log("the breaker is {}", state);
    }

    const Stage& stage_;
    Shared<std::string> state_{"breaker", "closed"};
    int failures_ = 0;
    Duration retry_at_ = 0ms;
};

struct Counts {
    Shared<int> answered{"answered", 0};
    Shared<int> failed{"failed", 0};
    Shared<int> refused{"refused", 0};
};

void add_one(Shared<int>& count) { count.write(count.read() + 1); }

Coroutine<> client(Breaker& breaker, Counts& counts, const Stage& stage) {
    for (int n = 1; n <= stage.integer("calls"); ++n) {
        try {
            co_await breaker.call();
            add_one(counts.answered);
        } catch (const BreakerOpen&) {
            add_one(counts.refused);
        } catch (const ConnectionError&) {
            add_one(counts.failed);
        }
        co_await sleep(stage.duration("pause"));
    }
}

Coroutine<std::string> circuit_breaker(Stage& stage) {
    Breaker breaker(stage);
    Counts counts;
    std::vector<Task<>> clients;
    for (int i = 1; i <= stage.integer("clients"); ++i) {
        clients.push_back(create_task(client(breaker, counts, stage), name("client", i)));
    }
    co_await gather(clients);
    const int answered = counts.answered.read();
    const int failed = counts.failed.read();
    const int refused = counts.refused.read();
    stage.expect(failed <= 2 * stage.integer("clients"), "a service that is down is left alone");
    co_return fmt::format("{} answered, {} failed, {} refused", answered, failed, refused);
}

}  // namespace

const Scenario kCircuitBreaker{
    ScenarioId("errors/circuit-breaker"),
    Title("The circuit breaker", "熔断器"),
    Difficulty::Hard,
    Params()
        .integer("clients", 3, AtLeast(1), AtMost(50))
        .integer("calls", 12, AtLeast(1), AtMost(200))
        .integer("threshold", 3, AtLeast(1), AtMost(1000))
        .duration("cooldown", 1s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("down", 2s, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("timeout", 400ms, AtLeast<Duration>(0ms), AtMost<Duration>(1min))
        .duration("answer", 50ms, AtLeast<Duration>(0ms), AtMost<Duration>(1min))
        .duration("pause", 300ms, AtLeast<Duration>(1ms), AtMost<Duration>(1min)),
    Variants().only(circuit_breaker,
                    Expected().ends_at(4600ms).result("9 answered, 4 failed, 23 refused")),
};

}  // namespace coroscope
