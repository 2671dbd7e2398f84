// A stampede on the cache
//
// Ten requests want the same value, and the cache is empty. All ten look, all ten find nothing, and
// all ten fetch it. With a lock and a second look behind it, one fetches and nine find it there.
//
// Watch:  the ten misses before the first fetch is over; then, in the fixed twin, nine hits.
// Source: article D, double-checked locking in asyncio.

#include <map>

#include "scenarios/races/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

using Values = std::map<std::string, int>;

Values with(Values values, const std::string& key, int value) {
    values[key] = value;
    return values;
}

struct Cache {
    Shared<Values> values{"cache", {}};
    Shared<int> fetches{"fetches", 0};
    Lock lock{"cache lock"};

    [[nodiscard]] bool has(const std::string& key) const { return values.read().contains(key); }
    void keep(const std::string& key, int value) {
        values.write(with(values.read(), key, value));  // values[key] = value
    }
};

Coroutine<> fetch(Cache& cache, const std::string& key, Duration length) {
    log("miss: fetches {}", key);
    cache.fetches.write(cache.fetches.read() + 1);
    co_await sleep(length);  // the database works
    cache.keep(key, 42);
}

Coroutine<> get(Cache& cache, std::string key, Duration length) {
    if (cache.has(key)) {
        log("hit: {}", key);
        co_return;
    }
    co_await fetch(cache, key, length);
}

Coroutine<> get_locked(Cache& cache, std::string key, Duration length, bool look_again) {
    if (cache.has(key)) {
        log("hit: {}", key);
        co_return;
    }
    const auto held = co_await cache.lock.hold();
    if (look_again && cache.has(key)) {  // somebody may have fetched it meanwhile
        log("hit behind the lock: {}", key);
        co_return;
    }
    co_await fetch(cache, key, length);
}

std::string outcome(Stage& stage, const Cache& cache) {
    const int fetches = cache.fetches.read();
    const int keys = std::min(stage.integer("keys"), stage.integer("requests"));
    stage.expect(fetches == keys, "each key is fetched once");
    return fmt::format("{} requests, {} fetched", stage.integer("requests"), fetches);
}

std::string key_of(Stage& stage, int request) {
    return fmt::format("user:{}", (request - 1) % stage.integer("keys") + 1);
}

Coroutine<std::string> stampede(Stage& stage) {
    const Duration length = stage.duration("fetch");
    Cache cache;
    std::vector<Task<>> requests;
    for (int i = 1; i <= stage.integer("requests"); ++i) {
        requests.push_back(create_task(get(cache, key_of(stage, i), length), name("request", i)));
    }
    co_await gather(requests);
    co_return outcome(stage, cache);
}

Coroutine<std::string> double_checked(Stage& stage) {
    const Duration length = stage.duration("fetch");
    const bool look_again = stage.integer("looks") == 2;
    Cache cache;
    std::vector<Task<>> requests;
    for (int i = 1; i <= stage.integer("requests"); ++i) {
        requests.push_back(create_task(get_locked(cache, key_of(stage, i), length, look_again),
                                       name("request", i)));
    }
    co_await gather(requests);
    co_return outcome(stage, cache);
}

}  // namespace

const Scenario kCacheStampede{
    ScenarioId("races/cache-stampede"),
    Title("A stampede on the cache", "缓存击穿"),
    Difficulty::Medium,
    Params()
        .integer("requests", 10, AtLeast(1), AtMost(500))
        .integer("keys", 1, AtLeast(1), AtMost(100))
        .integer("looks", 2, AtLeast(1), AtMost(2))
        .duration("fetch", 500ms, AtLeast<Duration>(0ms), AtMost<Duration>(1min)),
    Variants()
        .broken(stampede, Expected()
                              .finding("check-then-act")
                              .check_fails("each key is fetched once")
                              .ends_at(500ms)
                              .result("10 requests, 10 fetched"))
        .fixed(double_checked, Expected().ends_at(500ms).result("10 requests, 1 fetched")),
};

}  // namespace coroscope
