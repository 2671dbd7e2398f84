// Durations as people type them: "250ms", "1.5s", "2m", "10us", "7ns", "1h".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "runtime/trace/event.h"

namespace coroscope {

/// nullopt if it is no duration, negative, finer than a nanosecond, or too long to count.
[[nodiscard]] std::optional<Nanoseconds> parse_duration(std::string_view text);
/// The shortest form that parse_duration reads back exactly: "1ms", "1.5s".
[[nodiscard]] std::string duration_text(Nanoseconds duration);

}  // namespace coroscope
