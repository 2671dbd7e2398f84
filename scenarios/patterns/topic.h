// The topic "patterns": programs made of several of the parts.
#pragma once

#include <array>

namespace coroscope {

class Scenario;

extern const Scenario kProducerConsumer;
extern const Scenario kProducerConsumerTimeouts;
extern const Scenario kOrderProcessing;
extern const Scenario kPatternsTaskQueue;
extern const Scenario kBackpressure;
extern const Scenario kFanOutFanIn;
extern const Scenario kRateLimitedFetch;

/// In the order in which they are shown.
inline constexpr std::array kPatterns = {
    &kProducerConsumer, &kProducerConsumerTimeouts,
    &kOrderProcessing,  &kPatternsTaskQueue,
    &kBackpressure,     &kFanOutFanIn,
    &kRateLimitedFetch,
};

}  // namespace coroscope
