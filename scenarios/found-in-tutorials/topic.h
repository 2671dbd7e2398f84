// The topic "found-in-tutorials": programs as tutorials print them, and what they should be.
#pragma once

#include <array>

namespace coroscope {

class Scenario;

/// In the order in which they are shown.
inline constexpr std::array<const Scenario*, 0> kFoundInTutorials = {};

}  // namespace coroscope
