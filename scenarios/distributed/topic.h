// The topic "distributed": a task queue with a broker, workers and results.
#pragma once

#include <array>

namespace coroscope {

class Scenario;

/// In the order in which they are shown.
inline constexpr std::array<const Scenario*, 0> kDistributed = {};

}  // namespace coroscope
