// Stops: the places at which the cursor stops when a learner steps through a run.
//
//   Event      every trace event
//   Step       the end of every step, the first and the last event
//   Iteration  the beginning of every loop iteration, the first and the last event
//
// Cost: O(log n).
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/analysis/finding.h"
#include "runtime/trace/timeline.h"

namespace coroscope::gui {

enum class Granularity : std::uint8_t { Event, Step, Iteration };

/// The last event; 0 for an empty trace.
[[nodiscard]] EventIndex last_event(const Timeline& timeline);
/// The nearest stop behind `cursor`, the last event if there is none.
[[nodiscard]] EventIndex next_stop(const Timeline& timeline, EventIndex cursor,
                                   Granularity granularity);
/// The nearest stop before `cursor`, 0 if there is none.
[[nodiscard]] EventIndex previous_stop(const Timeline& timeline, EventIndex cursor,
                                       Granularity granularity);
/// `parts` tenths of the run's stops on (or back, if negative); at least one stop.
[[nodiscard]] EventIndex leap(const Timeline& timeline, EventIndex cursor, Granularity granularity,
                              int parts);

/// The next place worth looking at: a finding, or a step of another task than the one before it;
/// with a selected task: a change of its state instead.
[[nodiscard]] EventIndex next_point(const Timeline& timeline, const std::vector<Finding>& findings,
                                    TaskId selected, EventIndex cursor);
[[nodiscard]] EventIndex previous_point(const Timeline& timeline,
                                        const std::vector<Finding>& findings, TaskId selected,
                                        EventIndex cursor);

/// The stop at the end of the step with this number, from 1; 0 gives the first event, a number
/// beyond the run the last.
[[nodiscard]] EventIndex stop_of_step(const Timeline& timeline, std::uint64_t step);
/// How many steps have begun at `cursor`.
[[nodiscard]] std::uint64_t step_number(const Timeline& timeline, EventIndex cursor);

}  // namespace coroscope::gui
