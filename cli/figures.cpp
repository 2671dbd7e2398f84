#include "cli/figures.h"

#include <algorithm>

#include "cli/load.h"
#include "cli/report.h"
#include "runtime/analysis/finding.h"

namespace coroscope::cli {

Figures figures_of(const Timeline& timeline, EventIndex cursor) {
    Figures figures;
    const EventIndex size = timeline.trace().size();
    figures.cursor = size == 0 ? 0 : std::min(cursor, size - 1);
    figures.step = step_number(timeline, figures.cursor);
    if (cursor >= size) {
        // Only a hang needs the findings, to be told from a deadlock.
        const bool hang = timeline.outcome() == Outcome::Hang;
        figures.outcome = outcome_of(
            timeline, hang ? find_deadlocks(timeline, FindingOptions{}) : std::vector<Finding>());
    }
    figures.run = statistics(timeline, cursor);
    figures.distributions = distributions(timeline, cursor);
    figures.resources = resource_statistics(timeline, cursor);
    figures.executors = executor_statistics(timeline, cursor);
    figures.waits = held_waits(timeline, cursor);
    figures.path = critical_path(timeline, cursor);
    figures.frames = frame_memory(timeline.trace(), cursor);
    return figures;
}

}  // namespace coroscope::cli
