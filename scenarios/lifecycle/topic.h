// The topic "lifecycle": how tasks, generators, connections and whole programs begin and end.
#pragma once

#include <array>

namespace coroscope {

class Scenario;

/// In the order in which they are shown.
inline constexpr std::array<const Scenario*, 0> kLifecycle = {};

}  // namespace coroscope
