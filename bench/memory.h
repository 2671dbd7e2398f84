// Memory: bytes that stay in use, measured from outside (the process's resident set). Each
// measurement needs a process of its own: `coroscope_bench --memory NAME`.
#pragma once

#include <string_view>

namespace coroscope::bench {

/// Prints one line of JSON and ends the process. Names: "parked-timer-floor",
/// "parked-timer-untraced", "parked-timer-reused", the same with "future", and "trace". Returns
/// false if there is no such name.
bool measure_memory(std::string_view name);
[[nodiscard]] double resident_bytes();
/// {"name": ..., "bytes": ...}, and the process ends at once.
[[noreturn]] void report_memory(std::string_view name, double bytes_each, double index_each = 0);

}  // namespace coroscope::bench
