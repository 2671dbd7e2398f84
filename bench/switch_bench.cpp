// W1 switch: 1000 tasks that yield in turn. An operation is one yield.

#include <vector>

#include "bench/floor_timers.h"
#include "bench/work.h"
#include "runtime/core/sleep.h"
#include "runtime/sync/gather.h"

namespace coroscope::bench {
namespace {

constexpr std::uint64_t kTasks = 1000;

floor_runtime::Detached floor_yielder(std::uint64_t times) {
    for (; times > 0; --times) {
        co_await floor_runtime::yield();
    }
}

void floor_switch(std::uint64_t operations) {
    for (std::uint64_t i = 0; i < kTasks; ++i) {
        floor_runtime::spawn(floor_yielder(operations / kTasks));
    }
    floor_runtime::run();
}

Coroutine<> yielder(std::uint64_t times) {
    for (; times > 0; --times) {
        co_await sleep(Duration::zero());
    }
}

Coroutine<> our_switch(std::uint64_t operations) {
    std::vector<Coroutine<>> yielders;
    for (std::uint64_t i = 0; i < kTasks; ++i) {
        yielders.push_back(yielder(operations / kTasks));
    }
    co_await gather(std::move(yielders));
}

}  // namespace

const Work kSwitch{"W1 switch", 500'000, floor_switch, our_switch};

}  // namespace coroscope::bench
