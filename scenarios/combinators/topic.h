// The topic "combinators": waiting for several things at once, or for one with a limit.
#pragma once

#include <array>

namespace coroscope {

class Scenario;

/// In the order in which they are shown.
inline constexpr std::array<const Scenario*, 0> kCombinators = {};

}  // namespace coroscope
