// The topic "races": what goes wrong between two awaits.
#pragma once

#include <array>

namespace coroscope {

class Scenario;

extern const Scenario kLostUpdate;
extern const Scenario kCheckThenAct;
extern const Scenario kCacheStampede;
extern const Scenario kDictChanged;
extern const Scenario kLostWakeup;
extern const Scenario kQueueInsteadOfLock;
extern const Scenario kTransfer;
extern const Scenario kStaleRead;
extern const Scenario kDoubleRelease;

/// In the order in which they are shown.
inline constexpr std::array kRaces = {
    &kLostUpdate,         &kCheckThenAct, &kCacheStampede, &kDictChanged,   &kLostWakeup,
    &kQueueInsteadOfLock, &kTransfer,     &kStaleRead,     &kDoubleRelease,
};

}  // namespace coroscope
