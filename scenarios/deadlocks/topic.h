// The topic "deadlocks": tasks that wait for each other, for ever.
#pragma once

#include <array>

namespace coroscope {

class Scenario;

extern const Scenario kAbBa;
extern const Scenario kSelfDeadlock;
extern const Scenario kDiningPhilosophers;
extern const Scenario kAwaitingEachOther;
extern const Scenario kQueueJoin;
extern const Scenario kPoolExhaustion;
extern const Scenario kSyncCallsAsync;
extern const Scenario kFullQueueRing;
extern const Scenario kRescuedByTimeout;
extern const Scenario kSemaphoreOrdering;

/// In the order in which they are shown.
inline constexpr std::array kDeadlocks = {&kAbBa,
                                          &kSelfDeadlock,
                                          &kDiningPhilosophers,
                                          &kAwaitingEachOther,
                                          &kQueueJoin,
                                          &kPoolExhaustion,
                                          &kSyncCallsAsync,
                                          &kFullQueueRing,
                                          &kRescuedByTimeout,
                                          &kSemaphoreOrdering};

}  // namespace coroscope
