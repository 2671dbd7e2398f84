// The leaky bucket
//
// Twenty calls come at once. A leaky bucket lets one out every 100 ms, whatever comes in: calls
// wait in a queue of five, and what does not fit is refused. A token bucket would let a burst
// through; this one never does.
//
// Watch:  one call at once, five more at 100 ms each, and fourteen that are refused at 0 ms.
// Source: Turner, "New directions in communications" (1986); nginx's limit_req works like this.

#include <algorithm>

#include "scenarios/patterns/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Refused : Error {
    Refused() : Error("Refused", "the bucket is full") {}
};

class LeakyBucket {
public:
    LeakyBucket(Duration interval, int room) : interval_(interval), room_(room) {}
    /// Waits for its turn, one call after the other. Errors: Refused if too many wait.
    Coroutine<> pass() {
        const Duration turn = std::max(now(), next_);
        if (turn > now() + room_ * interval_) {
            throw Refused();
        }
        next_ = turn + interval_;
        waiting_.add(1);
        co_await sleep(turn - now());
        waiting_.add(-1);
    }

private:
    Gauge waiting_{"in the bucket"};
    Duration interval_;
    int room_;
    Duration next_ = 0ms;
};

struct Counts {
    int passed = 0;
    int refused = 0;
    Duration last = 0ms;
};

Coroutine<> call(LeakyBucket& bucket, int number, Counts& counts) {
    try {
        co_await bucket.pass();
        log("call {} passes", number);
        ++counts.passed;
        counts.last = now();
    } catch (const Refused&) {
        ++counts.refused;
    }
}

Coroutine<std::string> run(Stage& stage) {
    LeakyBucket bucket(stage.duration("interval"), stage.integer("room"));
    Counts counts;
    std::vector<Task<>> calls;
    for (int number = 1; number <= stage.integer("calls"); ++number) {
        calls.push_back(create_task(call(bucket, number, counts), name("call", number)));
        if (stage.duration("apart") > 0ms) {
            co_await sleep(stage.duration("apart"));
        }
    }
    co_await gather(calls);
    co_return fmt::format("{} pass, the last at {} ms; {} are refused", counts.passed,
                          counts.last / 1ms, counts.refused);
}

}  // namespace

const Scenario kLeakyBucket{
    ScenarioId("patterns/leaky-bucket"),
    Title("The leaky bucket", "漏桶"),
    Difficulty::Easy,
    Params()
        .integer("calls", 20, AtLeast(1), AtMost(300))
        .integer("room", 5, AtLeast(0), AtMost(300))
        .duration("interval", 100ms, AtLeast<Duration>(1ms), AtMost<Duration>(10s))
        .duration("apart", 0ms, AtLeast<Duration>(0ms), AtMost<Duration>(10s)),
    Variants().only(run,
                    Expected().ends_at(500ms).result("6 pass, the last at 500 ms; 14 are refused")),
};

}  // namespace coroscope
