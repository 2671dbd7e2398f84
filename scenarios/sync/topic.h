// The topic "sync": locks, events, conditions, semaphores and barriers.
#pragma once

#include <array>

namespace coroscope {

class Scenario;

extern const Scenario kLock;
extern const Scenario kSemaphore;
extern const Scenario kBoundedSemaphore;
extern const Scenario kEvent;
extern const Scenario kCondition;
extern const Scenario kBarrier;
extern const Scenario kRateLimiter;
extern const Scenario kLockFairness;
extern const Scenario kReaderWriter;
extern const Scenario kUnlockedConvoy;

/// In the order in which they are shown.
inline constexpr std::array kSync = {
    &kLock,    &kSemaphore,   &kBoundedSemaphore, &kEvent,        &kCondition,
    &kBarrier, &kRateLimiter, &kLockFairness,     &kReaderWriter, &kUnlockedConvoy};

}  // namespace coroscope
