// The topic "found-in-tutorials": programs as tutorials print them, and what they should be.
#pragma once

#include <array>

namespace coroscope {

class Scenario;

extern const Scenario kOrdersNeverDrain;
extern const Scenario kConsumersNeverLeave;
extern const Scenario kUnknownState;
extern const Scenario kLoopInsideLoop;
extern const Scenario kCancelNothing;
extern const Scenario kLogHandlerBlocks;
extern const Scenario kSchedulerPolls;
extern const Scenario kRetryFirstDelay;

/// In the order in which they are shown.
inline constexpr std::array kFoundInTutorials = {
    &kOrdersNeverDrain, &kConsumersNeverLeave, &kUnknownState,   &kLoopInsideLoop,
    &kCancelNothing,    &kLogHandlerBlocks,    &kSchedulerPolls, &kRetryFirstDelay,
};

}  // namespace coroscope
