// The topic "errors": exceptions, retries and cancellation.
#pragma once

#include <array>

namespace coroscope {

class Scenario;

extern const Scenario kCancelCleanup;
extern const Scenario kCancelAll;
extern const Scenario kSwallowedCancel;
extern const Scenario kExceptionGroup;

/// In the order in which they are shown.
inline constexpr std::array kErrors = {
    &kCancelCleanup,
    &kCancelAll,
    &kSwallowedCancel,
    &kExceptionGroup,
};

}  // namespace coroscope
