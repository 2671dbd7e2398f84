// How large must a pool be?
//
// Fifty requests a second, and each holds a connection for 0.2 s. Little's law says how many are
// at work on average: 50 · 0.2 = 10. A pool of eight lets 40 a second through, so ten more stand
// in line each second, without end. A pool as large as the law says has no line.
//
// Watch:  the curve of "in line": a ramp in the broken twin, flat at 0 in the fixed one.
// Source: Little, "A proof for the queuing formula L = λW" (1961).

#include <algorithm>

#include "scenarios/patterns/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Service {
    Service(int size, Duration time) : pool("pool", size), work(time) {}
    Semaphore pool;
    Gauge in_line{"in line"};
    Gauge at_work{"at work"};
    Duration work;
    Duration longest = 0ms;
};

Coroutine<> request(Service& service) {
    const Duration came = now();
    const int place = service.pool.locked() ? 1 : 0;
    service.in_line.add(place);
    const auto connection = co_await service.pool.hold();
    service.in_line.add(-place);
    service.longest = std::max(service.longest, now() - came);
    service.at_work.add(1);
    co_await sleep(service.work);
    service.at_work.add(-1);
}

Coroutine<std::string> serve(const Stage& stage, int pool) {
    const int rate = stage.integer("rate");
    const int burst = stage.integer("burst");
    Service service(pool, stage.duration("work"));
    log("a pool of {} for {} requests a second", pool, rate);

    const Duration every = burst * Duration(1s) / rate;
    std::vector<Task<>> requests;
    for (Duration due = 0ms; due < stage.duration("time"); due += every) {
        co_await sleep(due - now());
        for (int i = 0; i < burst; ++i) {
            const auto number = static_cast<int>(requests.size()) + 1;
            requests.push_back(create_task(request(service), name("request", number)));
        }
    }
    co_await sleep(stage.duration("time") - now());
    const std::int64_t in_line = service.in_line.value();
    log("after {} ms {} stand in line", now() / 1ms, in_line);
    co_await gather(requests);

    stage.expect(in_line == 0, "nobody is left in line");
    co_return fmt::format("{} in line; the longest wait was {} ms", in_line, service.longest / 1ms);
}

/// L = λ · W: so many are at work on average, and need a connection each.
int littles_law(int rate, Duration work) {
    return static_cast<int>((rate * work + 1s - Duration(1)) / 1s);  // rounded up
}

Coroutine<std::string> guessed(Stage& stage) {
    co_return co_await serve(stage, stage.integer("pool"));
}

Coroutine<std::string> computed(Stage& stage) {
    const int size = littles_law(stage.integer("rate"), stage.duration("work"));
    co_return co_await serve(stage, size);
}

}  // namespace

const Scenario kLittlesLaw{
    ScenarioId("patterns/littles-law"),
    Title("How large must a pool be?", "池子要多大？"),
    Difficulty::Medium,
    Params()
        .integer("rate", 50, AtLeast(1), AtMost(200))
        .duration("work", 200ms, AtLeast<Duration>(1ms), AtMost<Duration>(5s))
        .integer("pool", 8, AtLeast(1), AtMost(1000))
        .integer("burst", 1, AtLeast(1), AtMost(100))
        .duration("time", 10s, AtLeast<Duration>(100ms), AtMost<Duration>(20s)),
    Variants()
        .broken(guessed, Expected()
                             .check_fails("nobody is left in line")
                             .ends_at(12'660ms)
                             .result("100 in line; the longest wait was 2480 ms"))
        .fixed(computed,
               Expected().ends_at(10'180ms).result("0 in line; the longest wait was 0 ms")),
};

}  // namespace coroscope
