// The topic "basics": what a coroutine, a task and the event loop are.
#pragma once

#include <array>

namespace coroscope {

class Scenario;

extern const Scenario kHelloGather;
extern const Scenario kCooperative;
extern const Scenario kSequentialVsConcurrent;
extern const Scenario kStateMachine;
extern const Scenario kAwaitChain;
extern const Scenario kSleepZero;
extern const Scenario kDoneFutureDoesNotYield;
extern const Scenario kTaskVsCoroutine;
extern const Scenario kForgottenAwait;
extern const Scenario kLoopOrder;
extern const Scenario kLoopLifecycle;

/// In the order in which they are shown.
inline constexpr std::array kBasics = {
    &kHelloGather,    &kCooperative, &kSequentialVsConcurrent, &kStateMachine,
    &kAwaitChain,     &kSleepZero,   &kDoneFutureDoesNotYield, &kTaskVsCoroutine,
    &kForgottenAwait, &kLoopOrder,   &kLoopLifecycle,
};

}  // namespace coroscope
