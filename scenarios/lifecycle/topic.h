// The topic "lifecycle": how tasks, generators, connections and whole programs begin and end.
#pragma once

#include <array>

namespace coroscope {

class Scenario;

extern const Scenario kContextManager;
extern const Scenario kGenerator;
extern const Scenario kGracefulShutdown;
extern const Scenario kTaskLeak;
extern const Scenario kPeriodicTask;
extern const Scenario kDelayedTask;
extern const Scenario kHeapScheduler;
extern const Scenario kThreadBridge;
extern const Scenario kThreadLocalLoops;
extern const Scenario kResourceManager;

/// In the order in which they are shown.
inline constexpr std::array kLifecycle = {
    &kContextManager, &kGenerator,     &kGracefulShutdown, &kTaskLeak,         &kPeriodicTask,
    &kDelayedTask,    &kHeapScheduler, &kThreadBridge,     &kThreadLocalLoops, &kResourceManager};

}  // namespace coroscope
