// Values of options: durations, whole numbers, sizes, names from a list. Each function takes the
// option's name and its text, and throws a Failure that names both and says what to give.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/picture/axis.h"
#include "runtime/text/message.h"
#include "runtime/trace/event.h"

namespace coroscope::cli {

/// "250ms", "1.5s", "2m", "0".
[[nodiscard]] Nanoseconds duration_option(std::string_view option, std::string_view text);
[[nodiscard]] std::uint64_t number_option(std::string_view option, std::string_view text);
[[nodiscard]] Language language_option(std::string_view option, std::string_view text);
/// The position of `text` in `names`.
[[nodiscard]] std::size_t name_option(std::string_view option, std::string_view text,
                                      const std::vector<std::string>& names);

/// The axis named by --axis; "" is elastic, or time for a trace without an event loop: what another
/// program recorded took real time. Errors: Failure that names the axes.
[[nodiscard]] AxisKind axis_option(const std::string& name, const Timeline& timeline);

}  // namespace coroscope::cli
