// The topic "deadlocks": tasks that wait for each other, for ever.
#pragma once

#include <array>

namespace coroscope {

class Scenario;

extern const Scenario kAbBa;

/// In the order in which they are shown.
inline constexpr std::array kDeadlocks = {&kAbBa};

}  // namespace coroscope
