// The topic "errors": exceptions, retries and cancellation.
#pragma once

#include <array>

namespace coroscope {

class Scenario;

extern const Scenario kCancelBeforeStart;
extern const Scenario kNeverRetrieved;
extern const Scenario kCallbackException;
extern const Scenario kFinallyThatAwaits;

/// In the order in which they are shown.
inline constexpr std::array kErrors = {
    &kCancelBeforeStart,
    &kNeverRetrieved,
    &kCallbackException,
    &kFinallyThatAwaits,
};

}  // namespace coroscope
