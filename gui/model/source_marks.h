// Source marks: where the tasks of a run stand in the scenario's source at the cursor.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gui/model/session.h"

namespace coroscope::gui {

/// What stands at a source line.
struct LineMark {
    std::vector<TaskId> tasks;         ///< in order of creation; unfinished ones only
    std::vector<bool> stuck;           ///< for each of them: it can never go on
    const Finding* finding = nullptr;  ///< the cursor is at a finding that names this line
};

struct SourceMarks {
    std::string file;  ///< "scenarios/races/lost_update.cpp"
    std::map<std::uint32_t, LineMark> lines;
    std::uint32_t current = 0;  ///< the line of the task in focus, 0 if it has none
    TaskId current_task = 0;
    std::size_t left_out = 0;  ///< tasks that were not looked at: there are too many
};

/// The line of `file` at which a task stands at the cursor, 0 if none.
[[nodiscard]] std::uint32_t line_of_task(const Timeline& timeline, TaskId id, EventIndex cursor,
                                         std::string_view file);
/// Of the first kMostMarked tasks that are alive, and of the one in focus.
[[nodiscard]] SourceMarks source_marks(const Session& session);
inline constexpr std::size_t kMostMarked = 500;

}  // namespace coroscope::gui
