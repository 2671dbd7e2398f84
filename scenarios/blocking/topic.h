// The topic "blocking": calls and computations that do not give control back, and where to put
// them.
#pragma once

#include <array>

namespace coroscope {

class Scenario;

extern const Scenario kBlockingSleep;

/// In the order in which they are shown.
inline constexpr std::array kBlocking = {&kBlockingSleep};

}  // namespace coroscope
