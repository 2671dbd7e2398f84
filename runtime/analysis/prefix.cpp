#include "runtime/analysis/prefix.h"

#include <limits>

namespace coroscope::detail {

CounterFigures counter_figures(const Counter& counter, const Prefix& run, EventIndex end,
                               std::int64_t capacity) {
    constexpr Nanoseconds kMost = std::numeric_limits<Nanoseconds>::max();
    CounterFigures figures;
    const auto& changes = counter.changes;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        if (!run.begun(changes[i].event) || changes[i].event > end) {
            break;
        }
        const EventIndex next = i + 1 < changes.size() ? std::min(changes[i + 1].event, end) : end;
        const Nanoseconds time = run.length(changes[i].event, next);
        const std::int64_t value = std::max<std::int64_t>(changes[i].value, 0);
        figures.maximum = std::max(figures.maximum, value);
        if (capacity > 0 && value >= capacity) {
            figures.full = plus(figures.full, time);
        }
        if (value > 0 && time > (kMost - figures.area) / value) {
            figures.area = kMost;
            figures.saturated = true;
        } else {
            figures.area += value * time;
        }
    }
    return figures;
}

}  // namespace coroscope::detail
