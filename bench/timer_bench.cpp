// W5 timers, in virtual time: tasks that sleep for 1 ... 1000 ns. An operation is one sleep.

#include <vector>

#include "bench/floor_timers.h"
#include "bench/work.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/gather.h"

namespace coroscope::bench {
namespace {

floor_runtime::Detached floor_sleeper(std::uint32_t seed, std::uint64_t times) {
    Durations durations(seed);
    for (; times > 0; --times) {
        const std::uint32_t duration = durations.next();
        co_await floor_runtime::sleep(duration);
    }
}
void floor_sleepers(std::uint64_t tasks, std::uint64_t times) {
    for (std::uint64_t i = 0; i < tasks; ++i) {
        floor_runtime::spawn(floor_sleeper(static_cast<std::uint32_t>(i), times));
    }
    floor_runtime::run();
}

Coroutine<> sleeper(std::uint32_t seed, std::uint64_t times) {
    Durations durations(seed);
    for (; times > 0; --times) {
        const Duration duration(durations.next());
        co_await sleep(duration);
    }
}
Coroutine<> our_sleepers(std::uint64_t tasks, std::uint64_t times) {
    std::vector<Coroutine<>> sleepers;
    sleepers.reserve(tasks);
    for (std::uint64_t i = 0; i < tasks; ++i) {
        sleepers.push_back(sleeper(static_cast<std::uint32_t>(i), times));
    }
    co_await gather(std::move(sleepers));
}

constexpr std::uint64_t kThousand = 1000;
void floor_thousand(std::uint64_t operations) { floor_sleepers(kThousand, operations / kThousand); }
Coroutine<> our_thousand(std::uint64_t operations) {
    return our_sleepers(kThousand, operations / kThousand);
}
void floor_each_once(std::uint64_t operations) { floor_sleepers(operations, 1); }
Coroutine<> our_each_once(std::uint64_t operations) { return our_sleepers(operations, 1); }

}  // namespace

const Work kThousandSleepers{"W5 1k", 300'000, floor_thousand, our_thousand};
const Work kMillionSleepers{"W5 1M", 1'000'000, floor_each_once, our_each_once};

}  // namespace coroscope::bench
