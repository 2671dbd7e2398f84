// Difference: where two runs part, and what it changed. Runs of one scenario under two schedules or
// with other parameters, of a broken scenario and its mended twin, or of different scenarios.
//
// Events are compared by meaning (event_meaning.h). Tasks, variables and resources are the same on
// both sides if they have the same name, the n-th of a name being the n-th of that name.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "runtime/analysis/finding.h"
#include "runtime/trace/timeline.h"

namespace coroscope {

/// An event on each side; kNoEvent: that run is over.
struct EventPair {
    EventIndex left = kNoEvent;
    EventIndex right = kNoEvent;
    friend bool operator==(const EventPair&, const EventPair&) = default;
};

struct TaskChange {
    TaskId left = 0;  ///< 0: that run has no such task
    TaskId right = 0;
    TaskState left_state = TaskState::NotYet;  ///< at the end
    TaskState right_state = TaskState::NotYet;
};

struct VariableChange {
    ObjectId left = 0;  ///< 0: that run has no such variable
    ObjectId right = 0;
    std::string_view left_value{};  ///< at the end
    std::string_view right_value{};
};

struct RunDifference {
    /// No event differs.
    bool same = false;
    /// Both runs are of one scenario, as far as their RunSpecs tell.
    bool same_scenario = true;
    std::size_t events_in_common = 0;  ///< before the first that differs
    EventPair first{};                 ///< the first that differs; both kNoEvent if `same`
    /// The first ChoiceMade that differs; nullopt if a run made none (fifo), or all agree.
    std::optional<EventPair> first_choice{};
    std::size_t choices_in_common = 0;
    EventPair first_log{};  ///< the first lines of the logs that differ; both kNoEvent if none
    std::size_t log_lines_in_common = 0;
    std::vector<TaskChange> tasks{};          ///< whose ends differ, by id on the left, then right
    std::vector<VariableChange> variables{};  ///< whose last values differ
    std::vector<Finding> left_findings{};     ///< all of each run
    std::vector<Finding> right_findings{};
    /// Findings that only one has, as indices: of this kind about these tasks and resources.
    std::vector<std::size_t> only_left{};
    std::vector<std::size_t> only_right{};
};

/// Cost: linear in the events, and two searches for findings. The views point into the traces.
[[nodiscard]] RunDifference difference(const Timeline& left, const Timeline& right);
/// The same with findings that are known already.
[[nodiscard]] RunDifference difference(const Timeline& left, std::vector<Finding> left_findings,
                                       const Timeline& right, std::vector<Finding> right_findings);

/// The same thing on both sides, by name: the n-th of a name is the n-th of that name. In the
/// order of the left; 0 where the right has none.
struct MatchedNames {
    std::vector<TaskId> tasks;        ///< by the left's TaskId - 1
    std::vector<ObjectId> resources;  ///< by the left's index in resources()
};
[[nodiscard]] MatchedNames match_names(const Timeline& left, const Timeline& right);

/// The step in which two runs part: the first in which a task does something else, or another one
/// runs. What only is made, like the lock of a mended program, is not counted.
struct PartingSide {
    std::size_t step = 0;   ///< index into steps(); behind the last if the run is over
    TaskId task = 0;        ///< whose step it is, 0 if the run is over
    EventIndex first = 0;   ///< the first event that differs, or where the run ends
    EventIndex before = 0;  ///< the last event before the step
};
struct Parting {
    PartingSide left;
    PartingSide right;
    std::size_t choice = 0;  ///< the number of the choice that decides it, from 1; 0: none is known
    std::size_t choices = 0;           ///< how many the run made that recorded it
    bool choice_is_left = true;        ///< on which side it was recorded
    std::vector<TaskId> candidates{};  ///< of the choice, on that side
};
/// nullopt if the runs are the same.
[[nodiscard]] std::optional<Parting> parting(const Timeline& left, const Timeline& right,
                                             const RunDifference& difference);

}  // namespace coroscope
