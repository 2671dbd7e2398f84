// The topic "races": what goes wrong between two awaits.
#pragma once

#include <array>

namespace coroscope {

class Scenario;

extern const Scenario kLostUpdate;

/// In the order in which they are shown.
inline constexpr std::array kRaces = {&kLostUpdate};

}  // namespace coroscope
