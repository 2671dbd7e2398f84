// The topic "errors": exceptions, retries and cancellation.
#pragma once

#include <array>

namespace coroscope {

class Scenario;

extern const Scenario kPropagation;
extern const Scenario kSafeWrapper;
extern const Scenario kSplitResults;
extern const Scenario kRetryBackoff;
extern const Scenario kRetryDecorator;
extern const Scenario kRetryGrowingDelay;
extern const Scenario kTimeoutWrapper;
extern const Scenario kCancelCleanup;
extern const Scenario kCancelAll;
extern const Scenario kSwallowedCancel;
extern const Scenario kCancelBeforeStart;
extern const Scenario kNeverRetrieved;
extern const Scenario kCallbackException;
extern const Scenario kExceptionGroup;
extern const Scenario kFinallyThatAwaits;
extern const Scenario kTracedOperation;
extern const Scenario kCircuitBreaker;
extern const Scenario kHedgedRequest;

/// In the order in which they are shown.
inline constexpr std::array kErrors = {
    &kPropagation,       &kSafeWrapper,       &kSplitResults,      &kRetryBackoff,
    &kRetryDecorator,    &kRetryGrowingDelay, &kTimeoutWrapper,    &kCancelCleanup,
    &kCancelAll,         &kSwallowedCancel,   &kCancelBeforeStart, &kNeverRetrieved,
    &kCallbackException, &kExceptionGroup,    &kFinallyThatAwaits, &kTracedOperation,
    &kCircuitBreaker,    &kHedgedRequest,
};

}  // namespace coroscope
