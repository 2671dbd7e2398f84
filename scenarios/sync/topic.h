// The topic "sync": locks, events, conditions, semaphores and barriers.
#pragma once

#include <array>

namespace coroscope {

class Scenario;

extern const Scenario kSemaphore;

/// In the order in which they are shown.
inline constexpr std::array kSync = {&kSemaphore};

}  // namespace coroscope
