// The topic "distributed": a task queue with a broker, workers and results.
#pragma once

#include <array>

namespace coroscope {

class Scenario;

extern const Scenario kTaskQueue;
extern const Scenario kTaskPriorities;
extern const Scenario kPrefetch;
extern const Scenario kTimeLimits;
extern const Scenario kRetryCountdown;
extern const Scenario kAcksLate;
extern const Scenario kVisibilityTimeout;
extern const Scenario kMonitoring;
extern const Scenario kResultTimeout;
extern const Scenario kCanvas;
extern const Scenario kBeat;
extern const Scenario kDeadLetter;
extern const Scenario kBrokerRestart;
extern const Scenario kManyJobs;

/// In the order in which they are shown.
inline constexpr std::array kDistributed = {
    &kTaskQueue, &kTaskPriorities,    &kPrefetch,      &kTimeLimits,    &kRetryCountdown,
    &kAcksLate,  &kVisibilityTimeout, &kMonitoring,    &kResultTimeout, &kCanvas,
    &kBeat,      &kDeadLetter,        &kBrokerRestart, &kManyJobs,
};

}  // namespace coroscope
