// W2: a child with a value. seq: create a task and await it; gather: the same, 1000 at a time;
// call: await the coroutine itself. An operation is one child.

#include <vector>

#include "bench/floor_timers.h"
#include "bench/work.h"
#include "runtime/core/task.h"
#include "runtime/sync/gather.h"

namespace coroscope::bench {
namespace {

constexpr std::uint64_t kAtOnce = 1000;
std::uint64_t floor_sum = 0;

int small(std::uint64_t i) { return static_cast<int>(i & 7); }

/// 0 + 1 + ... + 7 + 0 + ...
void check_sum(std::uint64_t sum, std::uint64_t operations) {
    require(operations % 8 != 0 || sum == operations / 8 * 28, "the children's values add up");
}

floor_runtime::Child floor_child(int value) { co_return value; }

floor_runtime::Detached floor_one(std::uint64_t operations) {
    for (std::uint64_t i = 0; i < operations; ++i) {
        const floor_runtime::Child child = floor_child(small(i));
        floor_runtime::ready.push(child.handle);
        const int value = co_await floor_runtime::join(child);
        floor_sum += static_cast<std::uint64_t>(value);
    }
}

floor_runtime::Detached floor_many(std::uint64_t operations) {
    std::vector<floor_runtime::Child> children;
    for (std::uint64_t done = 0; done < operations; done += kAtOnce) {
        children.clear();
        for (std::uint64_t i = 0; i < kAtOnce; ++i) {
            children.push_back(floor_child(small(i)));
            floor_runtime::ready.push(children.back().handle);
        }
        for (const floor_runtime::Child child : children) {
            const int value = co_await floor_runtime::join(child);
            floor_sum += static_cast<std::uint64_t>(value);
        }
    }
}

floor_runtime::Detached floor_calls(std::uint64_t operations) {
    for (std::uint64_t i = 0; i < operations; ++i) {
        const floor_runtime::Child child = floor_child(small(i));
        const int value = co_await floor_runtime::call(child);
        floor_sum += static_cast<std::uint64_t>(value);
    }
}

template <floor_runtime::Detached (*Root)(std::uint64_t)>
void on_floor(std::uint64_t operations) {
    floor_sum = 0;
    floor_runtime::spawn(Root(operations));
    floor_runtime::run();
    check_sum(floor_sum, operations);
}

Coroutine<int> child(int value) { co_return value; }

Coroutine<> our_one(std::uint64_t operations) {
    std::uint64_t sum = 0;
    for (std::uint64_t i = 0; i < operations; ++i) {
        const Task<int> task = create_task(child(small(i)));
        const int value = co_await task;
        sum += static_cast<std::uint64_t>(value);
    }
    check_sum(sum, operations);
}

Coroutine<> our_many(std::uint64_t operations) {
    std::uint64_t sum = 0;
    for (std::uint64_t done = 0; done < operations; done += kAtOnce) {
        std::vector<Coroutine<int>> children;
        children.reserve(kAtOnce);
        for (std::uint64_t i = 0; i < kAtOnce; ++i) {
            children.push_back(child(small(i)));
        }
        const std::vector<int> values = co_await gather(std::move(children));
        for (const int value : values) {
            sum += static_cast<std::uint64_t>(value);
        }
    }
    check_sum(sum, operations);
}

Coroutine<> our_calls(std::uint64_t operations) {
    std::uint64_t sum = 0;
    for (std::uint64_t i = 0; i < operations; ++i) {
        const int value = co_await child(small(i));
        sum += static_cast<std::uint64_t>(value);
    }
    check_sum(sum, operations);
}

}  // namespace

const Work kSpawnOne{"W2 seq", 200'000, on_floor<floor_one>, our_one};
const Work kSpawnMany{"W2 gather", 200'000, on_floor<floor_many>, our_many};
const Work kCall{"W2 call", 400'000, on_floor<floor_calls>, our_calls};

}  // namespace coroscope::bench
