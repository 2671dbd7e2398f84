// What the random programs share: their dice, the same as in Python, and pauses.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/conformance/harness.h"

namespace coroscope::conformance {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    int roll(std::uint64_t n) {
        state_ = (state_ * 1103515245 + 12345) % 2147483648;
        return static_cast<int>((state_ >> 16U) % n);
    }
    std::size_t pick(std::uint64_t n) { return static_cast<std::size_t>(roll(n)); }

private:
    std::uint64_t state_;
};

inline std::string at(const char* word, int step) {
    return std::string(word) + " " + std::to_string(step);
}
inline bool any_left(const std::vector<Task<>>& ts) {
    return !std::ranges::all_of(ts, [](const Task<>& t) { return t.done(); });
}
/// A pause of a second, one time in four; else one turn.
inline Coroutine<> pause(Dice& dice) {
    const int first = dice.roll(2);
    const int second = dice.roll(2);
    co_await sleep(first * second * 1s);
}
inline Coroutine<> turns(int count) {
    for (int i = 0; i < count; ++i) {
        co_await sleep(0s);
    }
}

/// One scene for each seed, from 1.
template <Coroutine<> (*kScene)(std::uint64_t), std::uint64_t kSeeds>
Coroutine<> each() {
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        co_await kScene(seed);
    }
}

}  // namespace coroscope::conformance
