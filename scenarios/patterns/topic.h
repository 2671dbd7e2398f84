// The topic "patterns": programs made of several of the parts.
#pragma once

#include <array>

namespace coroscope {

class Scenario;

extern const Scenario kProducerConsumer;

/// In the order in which they are shown.
inline constexpr std::array kPatterns = {&kProducerConsumer};

}  // namespace coroscope
