// The topic "combinators": waiting for several things at once, or for one with a limit.
#pragma once

#include <array>

namespace coroscope {

class Scenario;

extern const Scenario kGather;
extern const Scenario kGatherReturnExceptions;
extern const Scenario kGatherFirstError;
extern const Scenario kWaitFirstCompleted;
extern const Scenario kWaitFirstException;
extern const Scenario kWaitTimeout;
extern const Scenario kAsCompleted;
extern const Scenario kShield;
extern const Scenario kWaitFor;
extern const Scenario kTimeoutScope;
extern const Scenario kTaskGroup;
extern const Scenario kTaskGroupFailure;
extern const Scenario kBatches;
extern const Scenario kBarrierPhases;

/// In the order in which they are shown.
inline constexpr std::array kCombinators = {
    &kGather,
    &kGatherReturnExceptions,
    &kGatherFirstError,
    &kWaitFirstCompleted,
    &kWaitFirstException,
    &kWaitTimeout,
    &kAsCompleted,
    &kShield,
    &kWaitFor,
    &kTimeoutScope,
    &kTaskGroup,
    &kTaskGroupFailure,
    &kBatches,
    &kBarrierPhases,
};

}  // namespace coroscope
