// Numbers of a trace as enumerators, for readers that believe nothing.
#pragma once

#include "runtime/trace/event.h"

namespace coroscope::detail {

/// The first one ("None") for a number that has none.
template <class Enum>
[[nodiscard]] constexpr Enum known(std::uint8_t value, Enum last) {
    return value <= static_cast<std::uint8_t>(last) ? static_cast<Enum>(value) : Enum{};
}
[[nodiscard]] constexpr WaitReason known_reason(std::uint8_t value) {
    return known(value, kLastWaitReason);
}

}  // namespace coroscope::detail
