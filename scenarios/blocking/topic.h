// The topic "blocking": calls and computations that do not give control back, and where to put
// them.
#pragma once

#include <array>

namespace coroscope {

class Scenario;

extern const Scenario kBlockingSleep;
extern const Scenario kCpuHog;
extern const Scenario kRunInExecutor;
extern const Scenario kExecutorExhaustion;
extern const Scenario kGil;
extern const Scenario kHybrid;
extern const Scenario kBusyWait;
extern const Scenario kSlowCallback;
extern const Scenario kBlockingLogger;
extern const Scenario kThreadsVersusTasks;
extern const Scenario kFasterLoop;

/// In the order in which they are shown.
inline constexpr std::array kBlocking = {
    &kBlockingSleep, &kCpuHog,       &kRunInExecutor,  &kExecutorExhaustion, &kGil,        &kHybrid,
    &kBusyWait,      &kSlowCallback, &kBlockingLogger, &kThreadsVersusTasks, &kFasterLoop,
};

}  // namespace coroscope
