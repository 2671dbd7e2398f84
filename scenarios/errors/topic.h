// The topic "errors": exceptions, retries and cancellation.
#pragma once

#include <array>

namespace coroscope {

class Scenario;

/// In the order in which they are shown.
inline constexpr std::array<const Scenario*, 0> kErrors = {};

}  // namespace coroscope
