// Policies: who runs next where there is a choice. Index 0 is always what asyncio would do.
//
// Everything nondeterministic goes through one seam, EventLoop::decide, which asks the loop's
// Policy. Own generator (splitmix64), because the standard's distributions differ between
// libraries.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/trace/event.h"

namespace coroscope {

/// Pseudo-random numbers: the same seed gives the same numbers everywhere.
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014).
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15u);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return z ^ (z >> 31);
    }
    /// Uniform in [0, bound). Requires: bound > 0.
    std::uint64_t below(std::uint64_t bound);

private:
    std::uint64_t state_;
};

class Policy {
public:
    virtual ~Policy() = default;
    /// Which of the candidates (tasks, in ready-queue order; at least two) goes first.
    [[nodiscard]] virtual std::size_t choose(ChoiceKind kind,
                                             std::span<const TaskId> candidates) = 0;
    /// True if it always answers 0, so that nobody need ask.
    [[nodiscard]] virtual bool is_fifo() const { return false; }
};

/// "fifo", "lifo", "random" (uniform, by the seed), "priority" (PCT: every task gets a random
/// priority when it is first seen; the highest runs; Burckhardt et al., ASPLOS 2010). nullptr for
/// another name.
[[nodiscard]] std::unique_ptr<Policy> make_policy(std::string_view name, std::uint64_t seed);
/// Answers from the list first (an index too large counts as the last candidate), then asks
/// `otherwise`.
[[nodiscard]] std::unique_ptr<Policy> make_scripted(std::vector<std::uint32_t> choices,
                                                    std::unique_ptr<Policy> otherwise);
[[nodiscard]] std::span<const std::string_view> policy_names();

}  // namespace coroscope
