#include "runtime/analysis/prefix.h"

#include <limits>
#include <optional>

namespace coroscope::detail {

CounterFigures counter_figures(const Counter& counter, const Prefix& run, EventIndex end,
                               std::int64_t capacity) {
    constexpr Nanoseconds kMost = std::numeric_limits<Nanoseconds>::max();
    CounterFigures figures;
    const auto add = [&](const Counter::Change& change, EventIndex next) {
        const Nanoseconds time = run.length(change.event, std::min(next, end));
        const std::int64_t value = std::max<std::int64_t>(change.value, 0);
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
    };
    std::optional<Counter::Change> before;
    for (const Counter::Change& change : counter.changes) {
        if (!run.begun(change.event) || change.event > end) {
            break;
        }
        if (before) {
            add(*before, change.event);
        }
        before = change;
    }
    if (before) {
        add(*before, end);
    }
    return figures;
}

}  // namespace coroscope::detail
