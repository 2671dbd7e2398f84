// The topic "combinators": waiting for several things at once, or for one with a limit.
#pragma once

#include <array>

namespace coroscope {

class Scenario;

extern const Scenario kBatches;
extern const Scenario kBarrierPhases;

/// In the order in which they are shown.
inline constexpr std::array kCombinators = {&kBatches, &kBarrierPhases};

}  // namespace coroscope
