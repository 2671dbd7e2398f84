// Arithmetic on times from a trace that may be damaged or hostile: it saturates instead of
// overflowing.
#pragma once

#include <limits>

#include "runtime/trace/event.h"

namespace coroscope::detail {

[[nodiscard]] constexpr Nanoseconds minus(Nanoseconds left, Nanoseconds right) {
    using Limits = std::numeric_limits<Nanoseconds>;
    if (right > 0 && left < Limits::min() + right) {
        return Limits::min();
    }
    if (right < 0 && left > Limits::max() + right) {
        return Limits::max();
    }
    return left - right;
}

/// From `begin` to `end`; 0 if time seems to run backwards.
[[nodiscard]] constexpr Nanoseconds span(Nanoseconds begin, Nanoseconds end) {
    return end <= begin ? 0 : minus(end, begin);
}

/// Requires: both are at least 0.
[[nodiscard]] constexpr Nanoseconds plus(Nanoseconds left, Nanoseconds right) {
    const Nanoseconds room = std::numeric_limits<Nanoseconds>::max() - left;
    return right > room ? std::numeric_limits<Nanoseconds>::max() : left + right;
}

}  // namespace coroscope::detail
