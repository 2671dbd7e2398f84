// Statistics in words: sentences that teach with a run's own figures.
#pragma once

#include <string>

#include "runtime/analysis/held_waits.h"
#include "runtime/analysis/queue_statistics.h"
#include "runtime/text/message.h"
#include "runtime/trace/timeline.h"

namespace coroscope {

/// "b waited 1.2 s for lock: 1.1 s of it while a held it, and 100 ms while nobody held it."
[[nodiscard]] Message describe(const Timeline& timeline, const HeldWait& wait);

/// Little's law with the three figures. Requires: law.window > 0 and law.arrivals > 0.
[[nodiscard]] Message describe(const Timeline& timeline, ObjectId queue, const LittlesLaw& law);

/// Up to four digits and a unit: "1.235 s", "2.0 s", "12.35 ms", "0 ms". For reading; exact ones
/// are format_duration's.
[[nodiscard]] std::string short_duration(Nanoseconds duration);
/// Up to four digits: "0.8", "12.35", "1234", "0".
[[nodiscard]] std::string short_number(double number);

}  // namespace coroscope
